-- glue_requests(): templates whose functions are malformed, lead too far or to texts that are too long.
.load dist/glue_connections
.mode list

CREATE TEMP VIEW functions AS SELECT key, '{"Conditions": {"Yes": {"Fn::Equals": ["a", "a"]},
    "Text": "true", "OneSide": {"Fn::Equals": ["a"]}, "NoSide": {"Fn::Equals": "a"}, "Nothing": {"Fn::Equals": [{"Ref": "AWS::NoValue"}, "a"]},
    "LeftAlone": {"Fn::Equals": ["a", {"Ref": "Resource"}]}, "NotNothing": {"Fn::Not": []}, "NotUnknown": {"Fn::Not": [{"Condition": "Text"}]},
    "AndNothing": {"Fn::And": []}, "AndText": {"Fn::And": "a"}, "OrText": {"Fn::Or": "a"}, "NoName": {"Condition": 5}, "Other": {"Fn::Contains": []}},
  "Mappings": {"Map": {"a": {"b": "found", "c": {"deep": 1}, "d": null, "list": ["x", "y"]}}},
  "Parameters": {"List": {"Type": "CommaDelimitedList"}, "Text": {"Type": "String"}, "Untyped": {}, "Number": {"Type": "Number"}, "Deep": {"Type": "String"}},
  "Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": "c", "ConnectionType": "X",
    "ConnectionProperties": {"p": ' || value || '}}}}}}' AS document, value
  FROM json_each('[
    {"Fn::If": ["Text", 1, 2]}, {"Fn::If": ["OneSide", 1, 2]}, {"Fn::If": ["NoSide", 1, 2]}, {"Fn::If": ["Nothing", 1, 2]}, {"Fn::If": ["LeftAlone", 1, 2]},
    {"Fn::If": ["NotNothing", 1, 2]}, {"Fn::If": ["NotUnknown", 1, 2]}, {"Fn::If": ["AndNothing", 1, 2]}, {"Fn::If": ["AndText", 1, 2]}, {"Fn::If": ["OrText", 1, 2]},
    {"Fn::If": ["NoName", 1, 2]}, {"Fn::If": ["Other", 1, 2]},
    {"Fn::If": ["Yes", 1]}, {"Fn::If": [{"Condition": "Yes"}, 1, 2]}, {"Fn::If": "Yes"}, {"Fn::If": ["Yes", 1, 2, 3]},
    {"Fn::FindInMap": ["Map", "a", "b"]}, {"Fn::FindInMap": ["Map", "a"]}, {"Fn::FindInMap": ["Map", "a", "c"]}, {"Fn::FindInMap": ["Map", "a", "d"]},
    {"Fn::FindInMap": ["Map", {"Ref": "AWS::NoValue"}, "b"]},
    {"Fn::Select": [1]}, {"Fn::Select": "1"}, {"Fn::Select": ["", ["a"]]}, {"Fn::Select": ["12345", ["a"]]}, {"Fn::Select": [-1, ["a"]]}, {"Fn::Select": ["a", ["a"]]},
    {"Fn::Select": [{"Ref": "Resource"}, ["a"]]}, {"Fn::Select": ["0", {"Fn::FindInMap": ["Map", "a", "list"]}]}, {"Fn::Select": [0, ["a"], "more"]},
    {"Fn::Select": [0, {"Fn::Split": ["|"]}]}, {"Fn::Select": [0, {"Fn::Split": ["", "a|b"]}]}, {"Fn::Select": [1, {"Fn::Split": ["||", "a||b|"]}]}, {"Fn::Select": [0, {"Fn::Split": [{"Ref": "Resource"}, "a|b"]}]},
    {"Fn::Select": [{"Ref": "Resource"}, {"Fn::Split": ["|", "a|b"]}]},
    {"Fn::Join": ["-"]}, {"Fn::Join": "-"}, {"Fn::Join": ["-", "a"]}, {"Fn::Join": ["-", {"Ref": "Text"}]}, {"Fn::Join": ["-", {"Ref": "List"}]},
    {"Fn::Join": ["-", {"Ref": "Untyped"}]}, {"Fn::Join": ["-", {"Ref": "Number"}]}, {"Fn::Join": ["-", {"Fn::If": ["Yes", "a,b", "c"]}]},
    {"Fn::GetAtt": ["R"]}, {"Fn::GetAtt": [{"Ref": "R"}, "A"]}, {"Fn::Sub": []}, {"Fn::Sub": ["${a}", "no map"]}, {"Fn::Sub": ["${a}", {"": "x", "": "y", "a": "z"}]}, {"Ref": "Deep"}, {"Ref": "Listed"}]');
.print --- what is malformed stays as it is, and so does what it would decide; indexes are numbers, delimiters are not empty
SELECT f.key, f.value, json_extract(r.request, '$.ConnectionInput.ConnectionProperties.p')
  FROM functions f, glue_requests(f.document, '{"List": "a, b", "Text": "a,b", "Untyped": "a,b", "Number": 5}') r ORDER BY f.key;

.print --- no text is longer than one of the API, no list has more than 1,024 elements: the connection is of no use, or the function stays
CREATE TEMP VIEW long AS SELECT key, replace(replace(replace('{"Conditions": {"Long": {"Fn::Equals": ["a", "LONG"]}},
  "Parameters": {"Long": {"Type": "String", "Default": "LONG"}, "Object": {"Default": {"a": 1}}, "Lists": {"Default": [["a"]]}, "Objects": {"Default": [{"a": 1}]},
    "Texts": {"Default": ["LONG"]}, "Many": {"Default": "MANY"}, "Separated": {"Type": "CommaDelimitedList", "Default": "COMMAS"}},
  "Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"Name": "c", "ConnectionType": "X", "Description": ' || iif(type = 'text', json_quote(value), value) || '}}}}}',
    'LONG', printf('%.40000c', 'x')), '"MANY"', '["x"' || replace(printf('%.1024c', '.'), '.', ',"x"') || ']'), 'COMMAS', printf('%.1024c', ',')) AS document, value
  FROM json_each('[
    "LONG", "LONGLONGLONGLONGLONG", {"Fn::Sub": "LONG"}, {"Fn::Sub": ["${a}", {"a": "LONG"}]}, {"Fn::Join": ["", ["LONG"]]}, {"Fn::Join": ["LONG", ["a", "b"]]},
    {"Fn::Join": [",", {"Fn::Split": ["|", "LONG"]}]}, {"Fn::Base64": "LONG"}, {"Fn::If": ["Long", 1, 2]}, {"Ref": "Long"}, {"Ref": "Object"}, {"Ref": "Lists"}, {"Ref": "Objects"}, {"Ref": "Texts"}, {"Ref": "Many"},
    {"Fn::Join": ["", {"Ref": "Many"}]}, {"Fn::Join": ["", {"Ref": "Separated"}]}, {"Fn::Join": ["", "MANY"]}, {"Fn::Select": [0, {"Fn::Split": [",", "COMMAS"]}]}, {"Fn::Select": [1024, {"Fn::Split": [",", "COMMAS"]}]}]');
SELECT long.value, substr(json_extract(request, '$.ConnectionInput.Description'), 1, 60) AS description, problem
  FROM long, glue_requests(document, '{"Long": null, "Object": null, "Lists": null, "Objects": null, "Texts": null, "Many": null, "Separated": null}') ORDER BY key;
.print --- lists of the API, pairs, maps and whole requests that are too long
SELECT r.place, r.problem FROM (SELECT printf('%.40000c', 'x') AS long) t, glue_requests('{"Resources": {
  "List": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X", "MatchCriteria": ["' || long || '"]}}},
  "Key": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X"}, "Tags": [{"Key": "' || long || '", "Value": "v"}]}},
  "Value": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X"}, "Tags": [{"Key": "k", "Value": "' || long || '"}]}},
  "Map": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X", "AthenaProperties": "{' || long || '"}}},
  "Request": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X",
    "AthenaProperties": {' || (WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 40) SELECT group_concat('"' || i || '": "' || substr(long, 1, 30000) || '"') FROM n) || '}}}}}}') r;
.print --- so is what a parameter puts in: of a text, a list, an account, a region, a name
SELECT way.value AS "where", request, problem
  FROM json_each('["/Description", "/MatchCriteria", "CatalogId", "AWS::Region", "/Name"]') way,
       (SELECT printf('%.40000c', 'x') AS long UNION ALL SELECT printf('%.300000c', 'x')),
       glue_requests(json_set('{"Parameters": {"Long": {"Type": "CommaDelimitedList"}}, "Resources": {"C": {"Type": "AWS::Glue::Connection",
           "Properties": {"ConnectionInput": {"Name": "a", "ConnectionType": "X"}}}}}',
         '$.Parameters.Long.Default', long, iif(way.value = 'AWS::Region', '$.Description', '$.Resources.C.Properties.' || replace(way.value, '/', 'ConnectionInput.')),
         json('{"Ref": "Long"}')),
         iif(way.value = 'AWS::Region', json_object('AWS::Region', long), '{"Long": null}'));
.print --- what one template may put in again and again is limited: four times its own size, and 8 MB
WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400),
  fn(name, value) AS (VALUES ('Join', '{"Fn::Join": [{"Ref": "Long"}, ["","","","","","","","","","","","","","","","","","","",""]]}'),
    ('Sub', '{"Fn::Sub": ["${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}${a}", {"a": {"Ref": "Long"}}]}'))
SELECT fn.name, r.problem
  FROM fn, glue_requests('{"Parameters": {"Long": {"Default": "' || printf('%.1500c', 'x') || '"}}, "Resources": {' || (SELECT group_concat('"R' || i || '": {"Type": "AWS::Glue::Connection",
    "Properties": {"ConnectionInput": {"ConnectionType": "X", "Description": ' || fn.value || '}}}') FROM n) || '}}', '{"Long": null}') r GROUP BY 1, 2;
.print --- what stands in the place of an object, a list, a pair or a template
SELECT r.request, r.problem FROM json_each('[
    {"AthenaProperties": {"Fn::If": ["Unknown", "a", {"Ref": "AWS::NoValue"}]}}, {"AthenaProperties": {"Fn::If": ["Unknown", {"Ref": "Map"}, {"a": "b"}]}}, {"AthenaProperties": ""},
    {"AthenaProperties": "{\"a\":\"b\"} more"}, {"AthenaProperties": 5}, {"AthenaProperties": "text"}, {"AthenaProperties": ["a"]}, {"PhysicalConnectionRequirements": {"Ref": "Vpc"}}, {"PhysicalConnectionRequirements": {"Fn::Transform": {"Name": "M"}, "SubnetId": "s"}},
    {"PhysicalConnectionRequirements": "s"}, {"MatchCriteria": {"Ref": "Text"}}, {"MatchCriteria": {"Ref": "Number"}}, {"MatchCriteria": {"Ref": "Untyped"}}, {"MatchCriteria": {"Fn::FindInMap": ["Map", "a", "b"]}}]') t,
  glue_requests('{"Parameters": {"Text": {"Type": "String", "Default": "a,b"}, "Untyped": {"Default": "a,b"}, "Number": {"Type": "Number", "Default": 5}}, "Mappings": {"Map": {"a": {"b": "found"}}},
    "Resources": {"C": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": ' || t.value || '}}}}', '{"Text": null, "Untyped": null, "Number": null}') r ORDER BY t.key;
SELECT r.request, r.problem FROM glue_requests('{"Resources": {
  "Pairs": {"Type": "AWS::Glue::Connection", "Properties": {"ConnectionInput": {"ConnectionType": "X"},
    "Tags": [{"Key": "a", "Value": {"Ref": "AWS::NoValue"}}, {"Ref": "AWS::NoValue"}, {"Key": {"Ref": "AWS::NoValue"}, "Value": "v"}, {"Value": "v"}, {"Key": "b", "Value": ""}]}},
  "Beside": {"Type": "AWS::Glue::Connection", "Properties": {"CatalogId": {"Ref": "AWS::NoValue"}, "Fn::Transform": {"Name": "M"}, "Name": "n", "ConnectionInput": {"ConnectionType": "X"}}},
  "Fn::Loop": ["A", "AWS::S3::Bucket AWS::EC2::Instance"], "Fn::Text": "AWS", "Fn::Number": 5}}') r;
