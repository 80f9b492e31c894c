-- The rules about the form of a request: each once, with what it says.
.load dist/glue_connections
.mode list
SELECT rule, path, message FROM glue_lint('{
  "CatalogId": "",
  "ConnectionInput": {
    "Name": "a\u0001b", "ConnectionType": "CUSTOM", "Colour": "red",
    "ConnectionProperties": {"": "x", "A": "1", "A": "2", "B": null, "C": 1},
    "MatchCriteria": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
    "ValidateCredentials": "yes",
    "AuthenticationConfiguration": {"AuthenticationType": "KERBEROS", "KmsKeyArn": "alias/x"}},
  "Tags": {"AWS:x": "y"}}');
.print '--- only an answer of the service has these, and only a copy may give them'
SELECT rule, path, message FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},
  "ConnectionSchemaVersion":3,"Status":"FAILED","StatusReason":""}');
.print '--- no JSON'
SELECT rule, path, message FROM glue_lint('{"Name":"n",}');

.print '--- a document in a string with white space around it; a type that is written with escapes, and the beginning of one'
SELECT t.key, f.rule, f.path FROM json_each('[" {\"password\": \"hunter2\"} ", "{\"password\": \"hunter2\"} x"]') t, glue_lint(json_object('Name', 'n', 'ConnectionType', 'SNOWFLAKE',
  'ConnectionProperties', json_object('PythonProperties', t.value))) f WHERE f.rule LIKE '%secret%';
SELECT t.key, f.rule, f.path FROM json_each('["\u004fAUTH", "\u004fAUTH2"]') t, glue_lint('{"Name":"n","ConnectionType":"SALESFORCE","ConnectionProperties":{},"AuthenticationConfiguration":{"AuthenticationType":"\u004f' || substr(t.value, 2) || '"}}') f
  WHERE f.path LIKE '%uthenticationType';
