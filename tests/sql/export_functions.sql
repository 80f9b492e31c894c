-- The aggregates glue_export_...(): the order of rows, NULL, options, what they take for a request, what
-- they refuse.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO connections(name, connection_type, connection_properties, tags, description) VALUES
  ('b', 'CUSTOM', '{"PASSWORD":"s3cr3t","ENCRYPTED_KAFKA_CLIENT_KEY_PASSWORD":"AQICAHservice"}', '{"k":"v"}', 'it''s "b"'), ('a', 'CUSTOM', '{}', NULL, NULL);
INSERT INTO connections(name, connection_type, connection_properties, spark_properties, validate_credentials, physical_connection_requirements, authentication_configuration) VALUES
  ('c', 'SALESFORCE', '{"INSTANCE_URL":"https://i"}', '{"k":"v"}', 0, '{"SubnetId":"subnet-1","SecurityGroupIdList":["sg-1","sg-2"]}',
   '{"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2GrantType":"JWT_BEARER","TokenUrlParametersMap":{"p":"q"},"OAuth2Credentials":{"JwtToken":"a.b.s3cr3t"}}}');

.print '--- one document, sorted whatever the order; SecretArn and PASSWORD are to be filled in'
SELECT glue_export_requests(request) FROM (SELECT request FROM connections ORDER BY name DESC);
SELECT glue_export_cloudformation(request) FROM connections;
SELECT glue_export_terraform(request) FROM connections;
SELECT json_remove(value, '$.CreationTime', '$.LastUpdatedTime')
  FROM json_each((SELECT glue_export_connections(connection, request) FROM connections), '$.ConnectionList');
SELECT substr(text, instr(text, 'create "$@"')) FROM (SELECT glue_export_script(request) AS text FROM connections WHERE name = 'a');

.print '--- in clear'
SELECT glue_export_requests(glue_decrypt(request)) FROM connections WHERE name <> 'a';
SELECT value -> '$.ConnectionProperties', value -> '$.AuthenticationConfiguration'
  FROM json_each((SELECT glue_export_connections(connection, glue_decrypt(request)) FROM connections WHERE name <> 'a'), '$.ConnectionList');

.print '--- as they are'
SELECT key, typeof(value), value GLOB 'glue-connections:*' FROM json_tree((SELECT glue_export_terraform(request, 'sealed', 'no-import') FROM connections WHERE name <> 'a'))
  WHERE value GLOB '*glue-connections:*' AND atom IS NOT NULL OR path = '$' OR key = 'secret_arn';

.print '--- a group each'
SELECT substr(name, 1, 1) > 'a' AS later, glue_export_requests(request) FROM connections GROUP BY 1;

.print '--- no rows, and rows of NULL'
SELECT quote(glue_export_requests(request)) FROM connections WHERE 0;
SELECT glue_export_cloudformation(request) FROM connections WHERE 0;
SELECT glue_export_terraform(NULL) FROM connections;
SELECT glue_export_connections(connection, NULL) FROM connections;
SELECT substr(glue_export_script(request), -14) FROM connections WHERE 0;
SELECT glue_export_requests(request) FROM (SELECT NULL AS request UNION ALL SELECT request FROM connections WHERE name = 'a' UNION ALL SELECT NULL);
SELECT glue_export_requests(request, NULL) FROM connections WHERE name = 'a';

.print '--- whatever INSERT takes for a request; what is absent stays so'
SELECT glue_export_requests(request) FROM (SELECT '{"Name":"input","ConnectionType":"JDBC","ConnectionProperties":null,"Description":null}' AS request
  UNION ALL SELECT ' { "ConnectionInput" : { "Name" : "white\u0020space \/", "ConnectionType" : "JDBC", "ValidateCredentials" : true } , "Tags" : { } } '
  UNION ALL SELECT '{"Connection":{"Name":"answer","ConnectionType":"JDBC","ConnectionProperties":{},"CreationTime":1.5,"Status":"READY"},"CatalogId":"1"}');
SELECT glue_export_cloudformation('{"Name":"no catalog","ConnectionType":"JDBC","ConnectionProperties":{}}');
SELECT glue_export_terraform('{"Name":"no catalog","ConnectionType":"JDBC","ConnectionProperties":{}}');

.print '--- a document is JSON to other functions, and of no more use than its text to a later export'
SELECT json_array(glue_export_terraform(NULL), glue_export_requests(request)) FROM connections WHERE 0;
SELECT glue_export_requests(document) FROM (SELECT glue_export_terraform(request) AS document FROM connections);

.print '--- what is refused'
SELECT glue_export_terraform(request, 'seald') FROM connections;
SELECT glue_export_requests(request, 'no-import') FROM connections;
SELECT glue_export_requests(5);
SELECT glue_export_requests('');
SELECT glue_export_requests('[]');
SELECT glue_export_requests('{"Name":"typo","ConnectionTyp":"JDBC"}');
SELECT glue_export_requests('{"ConnectionType":"JDBC","ConnectionProperties":{}}');
SELECT glue_export_requests('{"Name":"types","ConnectionProperties":{"a":1,"b":null},"MatchCriteria":{},"PhysicalConnectionRequirements":["x"],"AuthenticationConfiguration":{"SecretArn":{},"OAuth2Properties":[]},"AthenaProperties":""}');
SELECT glue_export_terraform('{"Name":"twice","ConnectionProperties":{"a":"1","a":"2"},"AuthenticationConfiguration":{"SecretArn":"a","SecretArn":"b"}}');
SELECT glue_export_connections(c.connection, d.request) FROM connections c, connections d WHERE c.name = 'a' AND d.name = 'b';
SELECT glue_export_connections('{"Name":"a"', request) FROM connections WHERE name = 'a';
SELECT glue_export_connections('{"Name":"a","Name":"a"}', request) FROM connections WHERE name = 'a';
SELECT glue_export_terraform(request) FROM (SELECT request FROM connections UNION ALL SELECT request FROM connections);

SELECT glue_export_connections('{"Name":5}', request) FROM connections WHERE name = 'a';
.print '--- an answer of GetConnection, its name written with escapes'
SELECT glue_export_connections('{"Connection":{"Description":null,"Name":"\u0061","ConnectionProperties":{"n":1}}}', request) FROM connections WHERE name = 'a';
SELECT glue_export_connections('{"Name":"\u0061b"}', request) FROM connections WHERE name = 'a';

SELECT glue_export_terraform(request, 'whole', 'no-import') FROM connections WHERE name = 'a';
SELECT glue_export_connections('{"Name":"c","CatalogId":"1","Region":"r","Tags":{},"AuthenticationConfiguration":{"AuthenticationType":"BASIC"}}', '{"Name":"c","ConnectionType":"X"}');

.print '--- one that is refused stops the whole, and the next is as before'
SELECT glue_export_requests(value) FROM json_each('["{\"Name\":\"good\"}","bad"]');
SELECT glue_export_requests(value) FROM json_each('["{\"Name\":\"good\",\"ConnectionType\":\"CUSTOM\",\"ConnectionProperties\":{}}"]');

.print '--- in views, of a database that trusts nobody'
CREATE VIEW document AS SELECT glue_export_requests(request) AS text FROM connections;
.dbconfig trusted_schema off
SELECT length(text) > 0 FROM document;

.print '--- several regions: each says its own, or the document cannot say which is which'
CREATE VIRTUAL TABLE inventory USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO inventory(name, region, catalog_id, connection_type, connection_properties) VALUES('a', NULL, NULL, 'CUSTOM', '{"PASSWORD":"s3cr3t"}'),
  ('a', 'us-east-1', NULL, 'CUSTOM', '{}'), ('b', 'us-east-1', NULL, 'CUSTOM', '{}'), ('a', 'us-east-1', '210987654321', 'CUSTOM', '{}');
SELECT glue_export_requests(request) FROM inventory;
SELECT glue_export_requests(request) FROM inventory WHERE region = 'us-east-1';
SELECT glue_export_requests(json_set(request, '$.ConnectionInput.ConnectionProperties.ENCRYPTED_PASSWORD', 'glue-connections:x'), 'sealed') FROM inventory;
SELECT substr(text, 3, 150) AS head, replace(substr(text, instr(text, 'create "$@"')), char(10), '|') AS calls FROM (SELECT glue_export_script(request) AS text FROM inventory);
SELECT substr(text, 3, 150) AS head FROM (SELECT glue_export_script(request) AS text FROM inventory WHERE region = 'us-east-1');
SELECT glue_export_terraform(request) FROM inventory;
SELECT json_extract(glue_export_terraform(request), '$.import[0].id', '$.resource.aws_glue_connection.b.region') FROM inventory WHERE region = 'us-east-1' AND name = 'b';
SELECT glue_export_cloudformation(request) FROM inventory;
SELECT glue_export_cloudformation(request) FROM inventory WHERE region = 'us-east-1';
SELECT length(glue_export_cloudformation(request)) > 0 FROM inventory WHERE region = 'us-east-1' AND catalog_id = '123456789012';
SELECT value ->> '$.CatalogId', value ->> '$.Region', value ->> '$.Name' FROM json_each((SELECT glue_export_connections(connection, request) FROM inventory), '$.ConnectionList');
SELECT glue_export_script(request) FROM (SELECT '{"Region":"eu-west-1; touch pwned","ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM"}}' AS request);
SELECT glue_export_script(request) FROM (SELECT '{"Region":5,"ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM"}}' AS request);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 14)
  SELECT glue_export_cloudformation('{"CatalogId":"' || i || '","Region":"r","ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM"}}') FROM n;
.print '--- a script for a region and for that of the CLI'
SELECT substr(text, instr(text, 'create "$@"')) FROM (SELECT glue_export_script(value) AS text FROM json_each('[{"ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{}}},
  {"Region":"eu-west-1","ConnectionInput":{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{}}}]'));
