-- Bad JSON and bad text: a clear error with its path, nothing stored, and no value of a secret shown.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
CREATE TEMP VIEW try AS SELECT NULL AS j;
CREATE TEMP TRIGGER try INSTEAD OF INSERT ON try BEGIN
  INSERT INTO c(name, connection_type, connection_properties) VALUES('n', 'CUSTOM', NEW.j);
END;
.print --- no JSON
INSERT INTO try VALUES('{"a":"b"');
INSERT INTO try VALUES('{"a":"b"} x');
INSERT INTO try VALUES('{"a" "b"}');
INSERT INTO try VALUES('{"a":"b",}');
INSERT INTO try VALUES('{a:"b"}');
INSERT INTO try VALUES('{"a":"b" /* c */}');
INSERT INTO try VALUES('{"a":NaN}');
INSERT INTO try VALUES('{"a":01}');
INSERT INTO try VALUES('');
INSERT INTO try VALUES('{"a":"' || char(10) || '"}');
INSERT INTO try VALUES('{"PASSWORD":"s3cret\q"}');
INSERT INTO try VALUES(printf('%.*c', 100, '[') || printf('%.*c', 100, ']'));
.print --- no text
INSERT INTO try VALUES('{"a":"x\u0000y"}');
INSERT INTO try VALUES('{"a":"\ud800"}');
INSERT INTO try VALUES('{"a":"\udc00\ud800"}');
INSERT INTO try VALUES(CAST(x'7b2261223a22ff227d' AS TEXT));
INSERT INTO try VALUES(CAST(x'7b2261223a22c0af227d' AS TEXT));
INSERT INTO try VALUES(CAST(x'7b2261223a22eda080227d' AS TEXT));
.print --- the wrong type
INSERT INTO try VALUES('[]');
INSERT INTO try VALUES('"x"');
INSERT INTO try VALUES('null');
INSERT INTO try VALUES(NULL);
INSERT INTO try VALUES(5);
INSERT INTO try VALUES(x'00ff');
INSERT INTO try VALUES('{"PASSWORD":12345,"b":null,"c":{"d":"e"},"f":true}');
.print --- a key given twice, also when it is spelled in two ways
INSERT INTO try VALUES('{"a":"b","\u0061":"c"}');
.print --- every key given twice is told, and none twice; of many members too
INSERT INTO try VALUES('{"a":"1","a":"2","b":"1","b":"2","c":"3","a":"4"}');
INSERT INTO c(request) VALUES('{"Tags":{},"ConnectionInput":{"Name":"n","Name":"m","ConnectionType":"CUSTOM","ConnectionProperties":{},"ConnectionType":"CUSTOM","PhysicalConnectionRequirements":{"SubnetId":"a","SubnetId":"b"}},"Tags":{"a":"1","b":"2","b":"2","a":"1"},"CatalogId":"1","CatalogId":"2"}');
INSERT INTO try SELECT '{' || group_concat('"k' || (value % 24) || '":"v"') || '}' FROM (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 26) SELECT value FROM n);
INSERT INTO try SELECT '{"x":"v","k1":"v",' || group_concat('"k' || (value % 24) || '":"v"') || '}' FROM (WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 26) SELECT value FROM n);
SELECT path, count(*) FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"a":"1","a":"2","b":"1","b":"2"},"Name":"m"}') GROUP BY path;
.print --- inside of a request the path leads to the place
INSERT INTO c(request) VALUES('{"ConnectionInput":{"Name":"n","ConnectionProperties":{"HOST":"\u0000"}}}');
INSERT INTO c(request) VALUES('{"ConnectionInput":{"Name":"n","MatchCriteria":["a","b\x"]}}');
INSERT INTO c(request) VALUES('[1]');
SELECT glue_decrypt('["ConnectionInput"]');
INSERT INTO c(request) VALUES('{"ConnectionInput":[]}');
.print --- large ones
INSERT INTO try SELECT json_object('a', printf('%.*c', 1000000, 'x'));
INSERT INTO try SELECT json_group_object('k' || value, 'v') FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 10000) SELECT value FROM n);
INSERT INTO c(name, connection_type, connection_properties, spark_properties) SELECT 'large', 'CUSTOM', '{}', json_group_object('k' || value, 'v') FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 10000) SELECT value FROM n);
SELECT count(*) FROM c, json_each(spark_properties);
.print --- well-formed text of every kind comes back as it was, without white space
INSERT INTO try VALUES(' { "a" : "\u00e9 é 😀 \ud83d\ude00 \/ \" \\ \t" , "b" : "x y" } ');
SELECT connection_properties FROM c WHERE name = 'n';
SELECT connection_properties ->> 'a' = 'é é 😀 😀 / " \ ' || char(9) FROM c WHERE name = 'n';
INSERT INTO c(c) VALUES('integrity-check');
PRAGMA integrity_check;
