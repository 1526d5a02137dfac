Alias: $sct = http://snomed.info/sct
ValueSet: Sample
Id: sample-8.1.0
Description: """Two
lines"""
* ^identifier.value = "urn:oid:1.2.3.4"
* $sct#39579001 "Anaphylaxis"
* $sct#"two words" "Quoted \"code\""
