CodeSystem: Forms
* ^url = "http://snomed.info/sct"
* ^version = "2026"
* #1 "Tablet" "definition"
* #1 #2 "Coated"
* #2 ^designation[0].language = #nb-NO
* #2 ^designation[=].value = "Drasjert"
