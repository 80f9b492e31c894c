-- Each warning is given at every place where what it is about can stand.
.load dist/glue_connections
.mode list

.print '--- secrets in clear, and URLs that hold one'
SELECT f.rule, f.path FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","Description":"password: s3cr3t",
  "ConnectionProperties":{"apiKey":"s3cr3t","JDBC_CONNECTION_URL":"jdbc:mysql://u:s3cr3t@h/d","CONNECTION_URL":"mongodb://u:s3cr3t@h/d",
    "SparkProperties":"{\"token\":\"s3cr3t\",\"url\":\"jdbc:mysql://u:s3cr3t@h/d\"}","PythonProperties":"{\"token\":\"s3cr3t\",\"url\":\"jdbc:mysql://u:s3cr3t@h/d\"}"},
  "SparkProperties":{"token":"s3cr3t","url":"jdbc:mysql://u:s3cr3t@h/d"},"AthenaProperties":{"token":"s3cr3t","url":"jdbc:mysql://u:s3cr3t@h/d"},
  "PythonProperties":{"token":"s3cr3t","url":"jdbc:mysql://u:s3cr3t@h/d"},
  "AuthenticationConfiguration":{"OAuth2Properties":{"TokenUrlParametersMap":{"client_secret":"s3cr3t"}}}},"Tags":{"password":"s3cr3t"}}') f
 WHERE f.rule IN ('clear-text-secret', 'url-password');

.print '--- the name of a member that the API has not tells as much as a key'
SELECT f.path FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},
  "PhysicalConnectionRequirements":{"SubnetId":"subnet-1","ApiToken":"s3cr3t","New":{"Password":"s3cr3t"},"Passwords":["s3cr3t",["s3cr3t"]]},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:eu-west-1:123456789012:secret:s","Password":"s3cr3t",
    "OAuth2Properties":{"ClientSecret":"s3cr3t","OAuth2ClientApplication":["a list where an object belongs"]}}}}') f
 WHERE f.rule IN ('clear-text-secret', 'url-password');

.print '--- a pointer leads to the string that holds a document, and to the object that has a key with a secret in it; a sentence is none'
SELECT f.rule, f.pointer, f.path FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM",
  "ConnectionProperties":{"SparkProperties":"{\"a\":{\"token\":\"s3cr3t\"}}"},"PythonProperties":{"a":"${If:[\"Prod\",\"password=s3cr3t\",{\"Ref\":\"B\"}]}","b":"${If:[\"Prod\",{\"Ref\":\"password=s3cr3t\"},{\"Ref\":\"B\"}]}"},"AthenaProperties":{"password=s3cr3t":"${Ref:A}","token=s3cr3t":"","pwd=s3cr3t":"true","":"x","token":"","a":"","select 1 from a where password = b":"${Ref:A}"}}}') f
 WHERE f.rule IN ('clear-text-secret', 'unresolved-reference');

.print '--- references of templates'
SELECT f.path, f.message FROM glue_lint('{"CatalogId":"${Ref:A}","ConnectionInput":{"Name":"${Ref:N}","ConnectionType":"CUSTOM","Description":"${Ref:D}",
  "ConnectionProperties":{"A":"${Ref:P}"},"AthenaProperties":{"A":"${Ref:P}"},"SparkProperties":{"A":"${Ref:P}"},"PythonProperties":{"A":"${Ref:P}"},
  "PhysicalConnectionRequirements":{"SubnetId":"${Ref:S}","SecurityGroupIdList":["${Ref:G}"],"AvailabilityZone":"${Ref:Z}"},
  "AuthenticationConfiguration":{"SecretArn":"arn:aws:secretsmanager:${Ref:S}","KmsKeyArn":"arn:aws:kms:${Ref:K}",
    "BasicAuthenticationCredentials":{"Username":"${Ref:U}","Password":"${Ref:P}"},"CustomAuthenticationCredentials":{"k":"${Ref:C}"},
    "OAuth2Properties":{"TokenUrl":"https://${Ref:Host}/token","TokenUrlParametersMap":{"m":"${Ref:M}"},
      "OAuth2ClientApplication":{"UserManagedClientApplicationClientId":"${Ref:I}"},"OAuth2Credentials":{"UserManagedClientApplicationClientSecret":"${Ref:S}",
        "AccessToken":"${Ref:T}","RefreshToken":"${Ref:R}","JwtToken":"${Ref:J}"},
      "AuthorizationCodeProperties":{"AuthorizationCode":"${Ref:A}","RedirectUri":"https://${Ref:Host}/"}}}},"Tags":{"a":"${Ref:T}"}}') f
 WHERE f.rule = 'unresolved-reference';

.print '--- ports'
SELECT f.path FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{"PORT":"70000","JDBC_CONNECTION_URL":"jdbc:mysql://h:70000/d",
  "CONNECTION_URL":"mongodb://h:70000/d","KAFKA_BOOTSTRAP_SERVERS":"h:70000"}}') f WHERE f.rule = 'port-range';

.print '--- each way to give credentials is enough'
SELECT a.value ->> 'AuthenticationType', count(f.rule) FROM json_each('[
    {"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:x"},{"AuthenticationType":"BASIC","EncryptedCredentials":"x"},
    {"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u"}},{"AuthenticationType":"BASIC","CustomAuthenticationCredentials":{"a":"b"}},
    {"AuthenticationType":"CUSTOM","SecretArn":"arn:aws:secretsmanager:x"},{"AuthenticationType":"CUSTOM","EncryptedCredentials":"x"},
    {"AuthenticationType":"CUSTOM","CustomAuthenticationCredentials":{"a":"b"}},{"AuthenticationType":"CUSTOM","BasicAuthenticationCredentials":{"Username":"u"}},
    {"AuthenticationType":"OAUTH2","SecretArn":"arn:aws:secretsmanager:x"},{"AuthenticationType":"OAUTH2","EncryptedCredentials":"x"},
    {"AuthenticationType":"OAUTH2","OAuth2Properties":{"OAuth2Credentials":{}}},{"AuthenticationType":"OAUTH2","OAuth2Properties":{"AuthorizationCodeProperties":{}}},
    {"AuthenticationType":"OAUTH2","OAuth2Properties":{"TokenUrl":"https://t/x"}},{"AuthenticationType":"OAUTH2","OAuth2Properties":"x"},{"AuthenticationType":"oauth2"},{"AuthenticationType":"IAM"}]') a
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'OPENSEARCH', 'ConnectionProperties', json('{}'),
                                  'AuthenticationConfiguration', json(a.value))) f ON f.rule = 'missing-credentials'
 GROUP BY a.key;

.print '--- and the credentials that are stored count when a strict table is changed'
CREATE VIRTUAL TABLE strict USING glue_connections(validation=strict);
INSERT INTO strict(name, connection_type, connection_properties, authentication_configuration) VALUES('n', 'OPENSEARCH', '{"HOST":"h"}',
  '{"AuthenticationType":"BASIC","BasicAuthenticationCredentials":{"Username":"u","Password":"s3cr3t"}}');
UPDATE strict SET description = 'changed';
SELECT description, authentication_configuration FROM strict;
