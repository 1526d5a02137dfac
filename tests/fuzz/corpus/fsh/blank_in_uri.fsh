CodeSystem: Forms
* ^url = "http:// #2 ^designn[oiat0].language = #nb-NO
* #2 ^designation[=].value = "Drasjert"
