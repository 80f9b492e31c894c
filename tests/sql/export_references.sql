-- References go back each into its own kind of document: functions of a template as functions, Terraform's
-- as ${...}. Where a document has no words for one it goes out as the text that it is, the document says
-- where, and so does the linter.
.load dist/glue_connections
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/export') IS NOT NULL AS key;
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
CREATE TEMP TABLE texts(key TEXT, value TEXT);
INSERT INTO texts VALUES
  ('ref', '${Ref:Db}'), ('attribute', '${Ref:Db.Endpoint.Address}'), ('pseudo', '${Ref:AWS::Region}'), ('select', '${Select:[0,{"Fn::GetAZs":""}]}'),
  ('if', '${If:["Prod",{"Ref":"A"},"b"]}'), ('import', '${ImportValue:"net-subnet"}'), ('map', '${FindInMap:["A",{"Ref":"B"},"c"]}'),
  ('resolve', '{{resolve:secretsmanager:db:SecretString:password}}'), ('terraform', '${terraform:aws_db_instance.x["a}"].address}'),
  ('unknown', '${unknown:address}'), ('secret', '${secret:OTHER}'), ('variable', '${user} {{x}} ${!y} %{z}'),
  ('sub', 'jdbc:mysql://${Ref:Db.Endpoint.Address}:${Ref:Port}/db'), ('sub with a variable', '${Ref:Db}/${user}?${a b}&${'),
  ('sub with a function', 'a${Select:[0,"x"]}b${Ref:Value1}c'), ('interpolated', 'jdbc:mysql://${terraform:var.host}:${terraform:var.port}/${user}'),
  ('signs', '$${terraform:x}%$${terraform:y}$$'), ('both', '${terraform:x} and ${Ref:Y}'), ('resolve in sub', '{{resolve:ssm:${Ref:X}}}'), ('variable around', '${a ${Ref:X}} {{${terraform:x}}}'),
  -- what no table may bring in: text from elsewhere, files of whoever plans
  ('transform', '${Transform:{"Name":"AWS::Include","Parameters":{"Location":"s3://x"}}}'), ('transform inside', '${Join:["",[{"Fn::Transform":{}}]]}'),
  ('file', '${terraform:file("/etc/passwd")}'), ('template', '${terraform:upper(templatefile ("x", {}))}'), ('provider', '${terraform:provider::x::y()}'),
  ('attributes', '${terraform:var.file.template_id}'),
  -- no names
  ('no name', '${Ref:a b}'), ('no name either', '${Ref:!x}'), ('no JSON', '${Select:[0,}]}');
INSERT INTO connections(name, connection_type, connection_properties)
  SELECT 'references', 'CUSTOM', json_group_object(key, value) FROM texts;

.print '--- CloudFormation'
SELECT e.key, t.value, e.value FROM json_each((SELECT glue_export_cloudformation(request) FROM connections), '$.Resources.references.Properties.ConnectionInput.ConnectionProperties') e JOIN texts t USING(key)
  WHERE e.value <> t.value;
.print '--- what it has no words for'
SELECT replace(value, '/ConnectionInput/ConnectionProperties/', '') FROM json_each((SELECT glue_export_cloudformation(request) FROM connections), '$.Resources.references.Metadata.glue_connections.unwritten');
SELECT count(*) FROM connections c, glue_lint(c.request, 'cloudformation') WHERE rule = 'target-reference';

.print '--- Terraform'
SELECT e.key, t.value, e.value FROM json_each((SELECT glue_export_terraform(request) FROM connections), '$.resource.aws_glue_connection.references.connection_properties') e JOIN texts t USING(key)
  WHERE e.value <> t.value;
.print '--- what it has no words for'
SELECT replace(value, '/ConnectionInput/ConnectionProperties/', '') FROM json_each((SELECT glue_export_terraform(request) FROM connections), '$.resource.aws_glue_connection.references."//".glue_connections.unwritten');
SELECT count(*) FROM connections c, glue_lint(c.request, 'terraform') WHERE rule = 'target-reference';

.print '--- from a template into a template, from a configuration into a configuration'
CREATE TEMP TABLE sources(document);
INSERT INTO sources VALUES
  ('{"Resources":{"Orders":{"Type":"AWS::Glue::Connection","Properties":{"CatalogId":{"Ref":"AWS::AccountId"},"ConnectionInput":{"Name":"orders","ConnectionType":"JDBC",
    "Description":{"Fn::Sub":"of ${Team}, not ${!Team}"},"ConnectionProperties":{"JDBC_CONNECTION_URL":{"Fn::Sub":"jdbc:mysql://${Db.Endpoint.Address}:${Db.Endpoint.Port}/orders"},
      "USERNAME":"{{resolve:secretsmanager:orders:SecretString:username}}","PASSWORD":{"Ref":"Password"}},
    "PhysicalConnectionRequirements":{"SubnetId":{"Fn::Select":[0,{"Ref":"Subnets"}]},"SecurityGroupIdList":[{"Fn::GetAtt":["Group","GroupId"]}],"AvailabilityZone":{"Fn::Sub":"${AWS::Region}a"}},
    "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":{"Ref":"Secret"},"KmsKeyArn":{"Fn::Sub":"arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/1"}}}}}}}'),
  ('{"resource":{"aws_glue_connection":{"orders":{"name":"orders","connection_type":"JDBC","description":"of ${var.team}, not $${team}","connection_properties":{
    "JDBC_CONNECTION_URL":"jdbc:mysql://${aws_db_instance.x.address}:${aws_db_instance.x.port}/orders","PASSWORD":"${var.password}"},
    "physical_connection_requirements":{"subnet_id":"${aws_subnet.x[0].id}","security_group_id_list":["${aws_security_group.x.id}"]}}}}}');
SELECT glue_export_cloudformation(r.request) FROM (SELECT document FROM sources LIMIT 1), glue_requests(document) r;
SELECT glue_export_terraform(r.request) FROM (SELECT document FROM sources LIMIT 1 OFFSET 1), glue_requests(document) r;

.print '--- what stands for all of a list goes back in its place, and one for an element into the list'
CREATE TEMP TABLE lists(is_template, document);
INSERT INTO lists VALUES
  (1, '{"Resources":{"Lists":{"Type":"AWS::Glue::Connection","Properties":{"CatalogId":{"Ref":"AWS::AccountId"},"ConnectionInput":{"Name":"lists","ConnectionType":"NETWORK","MatchCriteria":{"Fn::Split":[",",{"Ref":"M"}]},"PhysicalConnectionRequirements":{"SecurityGroupIdList":{"Ref":"Groups"}}}}},
    "One":{"Type":"AWS::Glue::Connection","Properties":{"CatalogId":{"Ref":"AWS::AccountId"},"ConnectionInput":{"Name":"one","ConnectionType":"NETWORK","MatchCriteria":{"Fn::GetAtt":["A","B"]},"PhysicalConnectionRequirements":{"SecurityGroupIdList":[{"Ref":"Group"}]}}}}}}'),
  (0, '{"resource":{"aws_glue_connection":{"lists":{"name":"lists","connection_type":"NETWORK","match_criteria":"${var.m[\"}\"]}","physical_connection_requirements":{"security_group_id_list":"${[for s in var.s : s.id]}"}},
    "one":{"name":"one","connection_type":"NETWORK","match_criteria":"a${var.m}","physical_connection_requirements":{"security_group_id_list":["${aws_security_group.x.id}"]}}}}}');
SELECT name, json_extract(request, '$.ConnectionInput.MatchCriteria', '$.ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList') FROM lists, glue_requests(document);
SELECT glue_export_cloudformation(r.request) FROM lists, glue_requests(document) r WHERE is_template;
SELECT glue_export_terraform(r.request, 'no-import') FROM lists, glue_requests(document) r WHERE NOT is_template;
.print '--- again, it is the same; but not in the other kind of document, nor within a text or beside others'
SELECT count(*) FROM lists, glue_requests(document) r, (SELECT glue_export_cloudformation(r.request) AS d FROM lists, glue_requests(document) r WHERE is_template), glue_requests(d) again
  WHERE is_template AND r.name = again.name AND NOT EXISTS (SELECT 1 FROM glue_diff(r.request, again.request));
SELECT count(*) FROM lists, glue_requests(document) r, (SELECT glue_export_terraform(r.request) AS d FROM lists, glue_requests(document) r WHERE NOT is_template), glue_requests(d) again
  WHERE NOT is_template AND r.name = again.name AND NOT EXISTS (SELECT 1 FROM glue_diff(r.request, again.request));
CREATE TEMP TABLE amiss(request);
INSERT INTO amiss VALUES('{"Name":"a","ConnectionType":"CUSTOM","Description":"of ${Ref:A...} and ${terraform:b...}","ConnectionProperties":{"x":"${terraform:a...}","y":"${Ref:Value1...}"},"MatchCriteria":["${Ref:A...}","b"],"PhysicalConnectionRequirements":{"SecurityGroupIdList":["${terraform:a...}","${ImportValue:\"x\"...}"]}}'),
  ('{"Name":"b","ConnectionType":"CUSTOM","ConnectionProperties":{},"MatchCriteria":["${Transform:{}...}"],"PhysicalConnectionRequirements":{"SecurityGroupIdList":["${terraform:file(\"x\")...}"]}}');
SELECT glue_export_cloudformation(request), glue_export_terraform(request, 'no-import') FROM amiss;
SELECT request ->> 'Name', tool, f.path FROM amiss, (SELECT 'terraform' AS tool UNION ALL SELECT 'cloudformation'), glue_lint(request, tool) f WHERE f.rule = 'target-reference' ORDER BY 1, 2, 3;

.print '--- a resource has no name that a reference means'
SELECT key FROM json_each((SELECT glue_export_cloudformation('{"Name":"Db","ConnectionType":"CUSTOM","ConnectionProperties":{"HOST":"${Ref:Db.Host}"}}')), '$.Resources');

.print '--- placeholders of an export are variables and parameters of the next'
SELECT glue_export_terraform(request), glue_export_cloudformation(request) FROM (SELECT '{"Name":"a","ConnectionType":"CUSTOM","ConnectionProperties":{"PASSWORD":"${secret:PASSWORD}","x":"${secret:x}"},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"${secret:credentials}"}}' AS request);

.print '--- a map that looks like a function goes out as text, deep down too'
DELETE FROM connections;
INSERT INTO connections(request) VALUES('{"ConnectionInput":{"Name":"maps","ConnectionType":"SALESFORCE","ConnectionProperties":{"Ref":"x"},
  "SparkProperties":{"Fn::Sub":"x"},"AthenaProperties":{"Ref":"x","y":"z"},"PythonProperties":{"y":"z","Fn::Transform":"x"},"AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","OAuth2Properties":{
    "OAuth2GrantType":"CLIENT_CREDENTIALS","TokenUrlParametersMap":{"Fn::GetAtt":"x"}},
    "CustomAuthenticationCredentials":{"Condition":"x"}}},"Tags":{"Ref":"x"}}');
SELECT glue_export_cloudformation(glue_decrypt(request)) FROM connections;
SELECT path, message FROM connections c, glue_lint(glue_decrypt(c.request), 'cloudformation') WHERE rule = 'target-map';
SELECT r.request = json_remove(glue_decrypt(c.request), '$.Region') AS the_same FROM connections c, (SELECT glue_export_cloudformation(glue_decrypt(request)) AS d FROM connections), glue_requests(d) r;
.print '--- a list of one is all of a list only where it is a reference to one'
SELECT glue_export_terraform(json_object('Name', 'a', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'MatchCriteria', json_array(value)), 'no-import') LIKE '%["' || replace(value, '${', '$${') || '"]%' AS is_text FROM json_each('["plain","${x","x${Ref:L...}","${x}y"]') GROUP BY key;

.print '--- names of resources and expressions with other characters; a function of null'
CREATE TEMP VIEW described AS SELECT text, glue_export_cloudformation(request) AS cloudformation, glue_export_terraform(request) AS terraform
  FROM (SELECT value AS text, json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', value) AS request
    FROM json_each('["${Ref:A.b-C_d:9}","${Ref:a/b}","${Ref:a;b}","${Ref:a[b}","${Ref:a~b}","${Join:[null,true]}","${terraform:a[0]/b;c~d}","${terraform:a.file/1}","${terraform:module.Afile-path.id}"]')) GROUP BY text;
SELECT text, cloudformation -> '$.Resources.n.Properties.ConnectionInput.Description' AS cloudformation, terraform -> '$.resource.aws_glue_connection.n.description' AS terraform FROM described;
.print '--- a placeholder of another secret, or with more behind it, is a value like others'
SELECT text, terraform -> '$.resource.aws_glue_connection.n.connection_properties' AS terraform FROM (SELECT value AS text,
  glue_export_terraform(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('PASSWORD', value))) AS terraform
  FROM json_each('["${secret:PASSWORD}","${secret:OTHER}","${secret:PASSWORD} more"]') GROUP BY value);
