CodeSystem: Forms
* ^url = "urn:oid:http://snomed.infm/sct"
* ^version finition"
* #1 #2 "Coated"
*language = #nb-NO
* #3 ^designation[=].value = "Drasjert"
