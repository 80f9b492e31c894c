-- glue_diff(request_before, request_after): what is different, value by value, and no secret shown.
.load dist/glue_connections
.headers on
.nullvalue NULL
.print '--- nothing, however it is written'
SELECT * FROM glue_diff('{"Name":"a","ConnectionType":"SALESFORCE","ConnectionProperties":{"x":"1","y":"2"},"MatchCriteria":["\u00e9t\u00e9"],"Description":null,
  "AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","OAuth2Properties":{"TokenUrl":"https:\/\/t","TokenUrlParametersMap":{"p":"/","q":"2"},"OAuth2ClientApplication":null}}}',
  '{"ConnectionInput":{"ConnectionProperties":{"y":"2","x":"\u0031"},"Name":"a","ConnectionType":"SALESFORCE","MatchCriteria":["été"],"ValidateCredentials":true,
  "AuthenticationConfiguration":{"OAuth2Properties":{"TokenUrlParametersMap":{"q":"2","p":"\/"},"TokenUrl":"https://t"},"AuthenticationType":"OAUTH2"}},"Tags":{}}');
SELECT * FROM glue_diff('{"Name":"a","ConnectionType":"NETWORK"}', '{"Name":"a","ConnectionType":"NETWORK","ConnectionProperties":{}}');

.print '--- every kind of value, there and not there'
SELECT * FROM glue_diff('{"CatalogId":"1","ConnectionInput":{"Name":"a","ConnectionType":"JDBC","Description":"","MatchCriteria":["a","b"],"ConnectionProperties":{"HOST":"h","PORT":"1"},
    "PhysicalConnectionRequirements":{"SubnetId":"subnet-1","SecurityGroupIdList":["sg-1","sg-2"]},"SparkProperties":{}},"Tags":{"owner":"me","env":"prod"}}',
  '{"CatalogId":"2","ConnectionInput":{"Name":"b","ConnectionType":"KAFKA","MatchCriteria":["b"],"ConnectionProperties":{"HOST":"h2","DATABASE":"d"},
    "PhysicalConnectionRequirements":{"SecurityGroupIdList":[],"AvailabilityZone":"z"},"ValidateCredentials":false,"ValidateForComputeEnvironments":["SPARK"]},"Tags":{"owner":"you"}}');

.print '--- an object against a list, against a text; keys that a pointer escapes'
SELECT * FROM glue_diff('{"Name":"a","SparkProperties":{"a/b":"1","c~d":{"e":[]},"":"x"},"AthenaProperties":{"k":["v"]},"PythonProperties":"text"}',
  '{"Name":"a","SparkProperties":{"a/b":1.50,"c~d":[{"e":true}],"tab\t":"x"},"AthenaProperties":"text","PythonProperties":[]}');

.print '--- secrets that the API declares, sealed and in clear; a reference is none'
SELECT * FROM glue_diff('{"Name":"a","ConnectionType":"JDBC","ConnectionProperties":{"PASSWORD":"s3cr3t-1","KAFKA_SASL_SCRAM_PASSWORD":"${Ref:A}","KAFKA_CLIENT_KEY_PASSWORD":"s3cr3t-1",
    "ENCRYPTED_PASSWORD":"glue-connections:2:s3cr3t-1","ENCRYPTED_KAFKA_CLIENT_KEYSTORE_PASSWORD":"AQICs3cr3t-1"},
    "AuthenticationConfiguration":{"EncryptedCredentials":"glue-connections:2:s3cr3t-1","BasicAuthenticationCredentials":{"Username":"s3cr3t-1","Password":"s3cr3t-1"},
      "OAuth2Properties":{"OAuth2Credentials":{"JwtToken":"s3cr3t-1"}}}}',
  '{"Name":"a","ConnectionType":"JDBC","ConnectionProperties":{"PASSWORD":"s3cr3t-2","KAFKA_SASL_SCRAM_PASSWORD":"${Ref:B}","KAFKA_CLIENT_KEY_PASSWORD":"${Ref:B}","KAFKA_SASL_PLAIN_PASSWORD":"s3cr3t-2",
    "ENCRYPTED_PASSWORD":"glue-connections:2:s3cr3t-2"},
    "AuthenticationConfiguration":{"EncryptedCredentials":"glue-connections:2:s3cr3t-2","CustomAuthenticationCredentials":{"k":"s3cr3t-2"},
      "OAuth2Properties":{"OAuth2Credentials":{"JwtToken":"s3cr3t-2","RefreshToken":"s3cr3t-2"},"TokenUrlParametersMap":{"a":"b"}}}}');

.print '--- secrets in clear, as lint finds them, on either side; in the key of an entry too'
SELECT * FROM glue_diff('{"Name":"a","ConnectionType":"JDBC","Description":"the password is: s3cr3t-1","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d?password=s3cr3t-1",
    "SparkProperties":"{\"token\":\"s3cr3t-1\"}","HOST":"h"},"SparkProperties":{"sfPassword":"s3cr3t-1","url":"https://h"},"MatchCriteria":["a"],"PythonProperties":{"client\tsecret":"s3cr3t-1"}}',
  '{"Name":"a","ConnectionType":"JDBC","Description":"none","ConnectionProperties":{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SparkProperties":"{\"token\":\"s3cr3t-2\"}","HOST":"h2"},
    "SparkProperties":{"sfPassword":"s3cr3t-2","url":"https://u:s3cr3t-2@h","user":"u"},"MatchCriteria":["password=s3cr3t-2"],"PythonProperties":{"password=s3cr3t-2":"x"},
    "AuthenticationConfiguration":{"OAuth2Properties":{"TokenUrlParametersMap":{"client_secret":"s3cr3t-2"}}}}');

.print '--- what get-connections answers, and a request'
SELECT * FROM glue_diff('{"Connection":{"Name":"a","ConnectionType":"JDBC","ConnectionProperties":{"HOST":"h"},"CreationTime":1.5,"Status":"READY","LastUpdatedBy":"x"},"CatalogId":"1"}',
  '{"CatalogId":"1","ConnectionInput":{"Name":"a","ConnectionType":"JDBC","ConnectionProperties":{"HOST":"g"}}}');

.print '--- members of an answer that are not known here: of the Connection itself, and deeper; what may be a secret is not shown'
CREATE TEMP TABLE answers(answer);
INSERT INTO answers VALUES('{"Name":"a","ConnectionType":"JDBC","CreationTime":1,"New":{"x":[1,"a"],"y":null},"a/b":1,"Gone":true,"PhysicalConnectionRequirements":{"New":1},"NewSecret":{"Password":"s3cr3t-1","x":1}}');
SELECT d.* FROM answers, glue_diff(answer, '{"Connection":{"Name":"a","ConnectionType":"JDBC","New":{"x":[1,"b"]},"a/b":2,"PhysicalConnectionRequirements":{"New":2},"NewSecret":{"Password":"s3cr3t-2","x":2},"Later":null}}') d;
SELECT d.* FROM answers, glue_diff(json_object('Connection', json(answer)), '{"Name":"a","ConnectionType":"JDBC"}') d;
SELECT d.* FROM answers, glue_diff(answer, json_set(answer, '$."password=s3cr3t-1"', 1, '$.Gone', json('false'))) d;
SELECT count(*) FROM answers, glue_diff(answer, json_object('Connection', json(answer))) d;
SELECT * FROM glue_diff('{"Connection":{"Name":"a","ConnectionType":"JDBC"},"New":1}', '{"Connection":{"Name":"a","ConnectionType":"JDBC"}}');

.print '--- a secret that is a number is a secret too'
SELECT * FROM glue_diff('{"Name":"a","ConnectionType":"X","ConnectionProperties":{"PASSWORD":12345}}', '{"Name":"a","ConnectionType":"X","ConnectionProperties":{}}');
.print '--- ValidateCredentials is true where it is left out'
SELECT t.key, d.* FROM json_each('["","true","false"]') t, json_each('["","true","false"]') u, glue_diff(
  '{"Name":"a","ConnectionType":"X"' || iif(t.value = '', '}', ',"ValidateCredentials":' || t.value || '}'),
  '{"Name":"a","ConnectionType":"X"' || iif(u.value = '', '}', ',"ValidateCredentials":' || u.value || '}')) d;
.print '--- tags and the input both differ; numbers as they are written'
SELECT * FROM glue_diff('{"ConnectionInput":{"Name":"a","ConnectionType":"X"},"Tags":{"a":"b"}}', '{"ConnectionInput":{"Name":"a","ConnectionType":"X","Description":"d"},"Tags":{"a":"c"}}');
SELECT * FROM glue_diff('{"Connection":{"Name":"a","ConnectionType":"X","New":[null,true,false,1.25,1e300,9007199254740993,123456789012345.5]}}', '{"Connection":{"Name":"a","ConnectionType":"X","New":[5,false,true,-1.25,-1e300,12.3456,0.1]}}');

.print '--- they are compared as they are written: what no double tells from another, or is one in another form'
CREATE TEMP TABLE numbers(a, b);
INSERT INTO numbers VALUES('9007199254740992', '9007199254740993'), ('123456789012345678901234567890', '123456789012345678901234567891'), ('0.1', '0.10000000000000001'),
  ('1e400', '-1e400'), ('1e400', '1e401'), ('1', '1.0'), ('1', '1e0'), ('1e0', '1E0'), ('0', '-0'), ('9007199254740993', '9007199254740993'), ('1e400', '1e400');
SELECT count(d.pointer) AS differences, a, b, d.before, d.after FROM numbers LEFT JOIN glue_diff(
  '{"Connection":{"Name":"a","ConnectionType":"X","First":1,"New":{"\"1":[1,"2",' || a || ',3]}}}',
  '{"Connection":{"Name":"a","ConnectionType":"X","New":{"\u00221":[1,"2",' || b || ',3]},"First":1}}') d GROUP BY numbers.rowid;

.print '--- what is not known of an authentication may be a credential, whatever its name; elsewhere its name or its text tells'
SELECT * FROM glue_diff('{"ConnectionInput":{"Name":"a","ConnectionType":"X","PhysicalConnectionRequirements":{"Password":"s3cret","Passwords":["s3cret"],"Password2":12345678,"ApiTokens":{"x":["s3cret"]},"New":{"ApiKey":"s3cret"},"Note":"old","Url":"https://u:s3cret@h"},
    "AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","Other":[{"a":"s3cret"}],"OAuth2Properties":{"ClientSecret":"s3cret","OAuth2ClientApplication":{"New":"s3cret"},"TokenUrl":"https://a","TokenUrlParametersMap":{"a":"b"}}}}}',
  '{"ConnectionInput":{"Name":"a","ConnectionType":"X","PhysicalConnectionRequirements":{"Password":"s3cret2","New":{"ApiKey":"s3cret2"},"Note":"new","Url":"https://u:s3cret2@h"},
    "AuthenticationConfiguration":{"AuthenticationType":"OAUTH2","Other":[{"a":1}],"OAuth2Properties":{"ClientSecret":"s3cret2","TokenUrl":"https://b","TokenUrlParametersMap":{"a":"c"}}}}}');

.print '--- NULL; what is refused'
SELECT * FROM glue_diff('{"ConnectionInput":5}', '{"ConnectionInput":{"Name":"a","ConnectionType":"X"}}');
SELECT * FROM glue_diff('{"ConnectionInput":{"Name":"a","ConnectionType":"X"}}', '{"ConnectionInput":[]}');
SELECT count(*) FROM glue_diff(NULL, '{}');
SELECT count(*) FROM glue_diff('{}', NULL);
SELECT * FROM glue_diff('{}', '{"Nam":1}');
SELECT * FROM glue_diff('{', '{}');
SELECT * FROM glue_diff(1, '{}');
SELECT * FROM glue_diff('{}');

.print '--- of tables: with the key, secrets that are equal are told from those that are not'
SELECT glue_create_key('arn:aws:kms:eu-west-1:123456789012:key/diff') IS NOT NULL AS key;
CREATE VIRTUAL TABLE before USING glue_connections(account_id=123456789012, region=eu-west-1);
CREATE VIRTUAL TABLE after USING glue_connections(account_id=123456789012, region=eu-west-1);
INSERT INTO before(name, connection_type, connection_properties) VALUES('same', 'CUSTOM', '{"PASSWORD":"s3cr3t-1"}'), ('other', 'CUSTOM', '{"PASSWORD":"s3cr3t-1"}');
INSERT INTO after(name, connection_type, connection_properties) VALUES('same', 'CUSTOM', '{"PASSWORD":"s3cr3t-1"}'), ('other', 'CUSTOM', '{"PASSWORD":"s3cr3t-2"}');
UPDATE after SET connection_properties = json_set(connection_properties, '$.PASSWORD', 's3cr3t-1') WHERE name = 'same';
SELECT a.name, d.* FROM before b JOIN after a USING(name), glue_diff(b.request, a.request) d WHERE d.pointer <> '/Region';
SELECT a.name, d.* FROM before b JOIN after a USING(name), glue_diff(glue_decrypt(b.request), glue_decrypt(a.request)) d;
