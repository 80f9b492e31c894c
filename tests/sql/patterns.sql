-- Which characters each member may have. The patterns are the API's and mean what they mean to the service, in Java:
-- they hold for the whole value, and "." is any character but the end of a line.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient);
CREATE TABLE tried(member, expected, value);

-- NameString: tab, and everything from U+0020 on but U+FFFE and U+FFFF
INSERT INTO tried SELECT m.value, v.* FROM json_each('["CatalogId", "ConnectionInput.Name", "ConnectionInput.ConnectionType",
    "ConnectionInput.MatchCriteria[0]", "ConnectionInput.PhysicalConnectionRequirements.SubnetId",
    "ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList[0]",
    "ConnectionInput.PhysicalConnectionRequirements.AvailabilityZone"]') m, (
  SELECT 'good' AS expected, 'plain' AS value UNION ALL SELECT 'good', ' ' UNION ALL SELECT 'good', char(9)
  UNION ALL SELECT 'good', char(127) UNION ALL SELECT 'good', char(128) UNION ALL SELECT 'good', char(55295)
  UNION ALL SELECT 'good', char(57344) UNION ALL SELECT 'good', char(65533) UNION ALL SELECT 'good', char(65536)
  UNION ALL SELECT 'good', char(1114111)
  UNION ALL SELECT 'bad', 'a' || char(10) UNION ALL SELECT 'bad', char(13) UNION ALL SELECT 'bad', char(1)
  UNION ALL SELECT 'bad', char(31) UNION ALL SELECT 'bad', char(65534) UNION ALL SELECT 'bad', 'a' || char(65535)) v;

-- Description: the same, and line ends
INSERT INTO tried VALUES
  ('ConnectionInput.Description', 'good', ''), ('ConnectionInput.Description', 'good', char(9, 10, 13, 128512)),
  ('ConnectionInput.Description', 'bad', char(8)), ('ConnectionInput.Description', 'bad', char(65534));

-- \S+: no white space
INSERT INTO tried SELECT 'ConnectionInput.AuthenticationConfiguration.' || m.value, v.* FROM json_each('[
    "BasicAuthenticationCredentials.Username", "OAuth2Properties.OAuth2ClientApplication.UserManagedClientApplicationClientId",
    "OAuth2Properties.OAuth2ClientApplication.AWSManagedClientApplicationReference",
    "OAuth2Properties.AuthorizationCodeProperties.AuthorizationCode"]') m, (
  SELECT 'good' AS expected, 'x' AS value UNION ALL SELECT 'good', char(1) UNION ALL SELECT 'good', char(160)
  UNION ALL SELECT 'bad', 'a b' UNION ALL SELECT 'bad', char(11) UNION ALL SELECT 'bad', 'a' || char(10)) v;

-- .*: one line
INSERT INTO tried SELECT 'ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password', v.* FROM (
  SELECT 'good' AS expected, '' AS value UNION ALL SELECT 'good', 'a b' || char(9)
  UNION ALL SELECT 'bad', 'a' || char(10) UNION ALL SELECT 'bad', char(13) || 'b' UNION ALL SELECT 'bad', char(133)
  UNION ALL SELECT 'bad', char(8232) UNION ALL SELECT 'bad', char(8233)) v;

-- ^[\x20-\x7E]*$: printable ASCII
INSERT INTO tried SELECT 'ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.' || m.value, v.* FROM json_each('[
    "UserManagedClientApplicationClientSecret", "AccessToken", "RefreshToken"]') m, (
  SELECT 'good' AS expected, '' AS value UNION ALL SELECT 'good', ' ~'
  UNION ALL SELECT 'bad', char(127) UNION ALL SELECT 'bad', 'é' UNION ALL SELECT 'bad', char(9)) v;

-- a JSON web token; the URL of tokens; where to come back to; two kinds of ARN
INSERT INTO tried SELECT 'ConnectionInput.AuthenticationConfiguration.' || column1, column2, column3 FROM (VALUES
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'good', 'eyJh_=.eyJz.sIg-+/='),
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'good', 'a.b.'),
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'bad', 'a.b'),
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'bad', '.b.c'),
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'bad', 'a-b.c.d'),
  ('OAuth2Properties.OAuth2Credentials.JwtToken', 'bad', 'a.b.c.d'),
  ('OAuth2Properties.TokenUrl', 'good', 'https://login.example.com/services/oauth2/token'),
  ('OAuth2Properties.TokenUrl', 'good', 'http://x'),
  ('OAuth2Properties.TokenUrl', 'bad', 'HTTPS://x'),
  ('OAuth2Properties.TokenUrl', 'bad', 'ftp://x'),
  ('OAuth2Properties.TokenUrl', 'bad', 'https://x.'),
  ('OAuth2Properties.TokenUrl', 'bad', 'https://a b'),
  ('OAuth2Properties.AuthorizationCodeProperties.RedirectUri', 'good', 'https://eu-west-1.console.aws.amazon.com/gluestudio/oauth'),
  ('OAuth2Properties.AuthorizationCodeProperties.RedirectUri', 'good', 'http://ab'),
  ('OAuth2Properties.AuthorizationCodeProperties.RedirectUri', 'bad', 'https://.a'),
  ('OAuth2Properties.AuthorizationCodeProperties.RedirectUri', 'bad', 'https://a b c'),
  ('SecretArn', 'good', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:s'),
  ('SecretArn', 'good', 'arn:aws-us-gov:secretsmanager:'),
  ('SecretArn', 'good', 'arn:aws-iso-f:secretsmanager:x'),
  ('SecretArn', 'bad', 'arn:aws-eu:secretsmanager:x'),
  ('SecretArn', 'bad', 'my-secret'),
  ('KmsKeyArn', 'good', ''),
  ('KmsKeyArn', 'good', 'arn:aws-cn:kms:cn-north-1:123456789012:key/k'),
  ('KmsKeyArn', 'bad', 'arn:aws:s3:::bucket'),
  ('KmsKeyArn', 'bad', 'alias/k'));

CREATE TABLE requests AS
  SELECT rowid AS id, member, expected, value,
         json_set('{"ConnectionInput":{"ConnectionType":"CUSTOM","ConnectionProperties":{}}}',
                  '$.ConnectionInput.Name', 'n' || rowid, '$.' || member, value) AS json
    FROM tried;
INSERT OR IGNORE INTO connections(request) SELECT json FROM requests;

.print '--- good values are accepted, bad ones are not'
SELECT expected, count(*), sum(EXISTS(SELECT 1 FROM connections WHERE name = json ->> '$.ConnectionInput.Name'))
  FROM requests GROUP BY expected;

.print '--- what is said of the first bad one of each member: a control character shows as its number, a secret does not show'
SELECT message FROM (
  SELECT min(id) AS first, f.message FROM requests, glue_lint(json) f
   WHERE expected = 'bad' AND f.severity = 'error' AND f.rule <> 'connection-type' GROUP BY f.path)
 ORDER BY first, message;

.print '--- enumerations'
SELECT f.message FROM glue_lint('{"ConnectionInput":{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},
  "AuthenticationConfiguration":{"AuthenticationType":"basic","OAuth2Properties":{"OAuth2GrantType":"PASSWORD"}},
  "ValidateForComputeEnvironments":["SPARK","SPARKLE"]}}') f WHERE f.severity = 'error';

.print '--- a property key is a name, a tag key any text'
INSERT INTO connections(name, connection_type, connection_properties) VALUES('x', 'CUSTOM', json_object('a' || char(10), 'v'));
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('tagged', 'CUSTOM', '{}', json_object('a' || char(10), char(1)));
SELECT tags FROM connections WHERE name = 'tagged';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
