-- How long each member may be, and how many a list or a map may have: just in the limits, and one beyond them.
-- Lengths count Unicode code points. Every request is put in with INSERT OR IGNORE, which skips what is invalid, and
-- glue_lint says what is wrong with it.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(validation=lenient);

-- A member of type string; a value of n characters is head, then filler, then tail.
CREATE TABLE strings(member, least, most, head DEFAULT '', tail DEFAULT '');
INSERT INTO strings(member, least, most) VALUES
  ('CatalogId', 1, 255),
  ('ConnectionInput.Name', 1, 255),
  ('ConnectionInput.ConnectionType', 1, 255),
  ('ConnectionInput.Description', 0, 2048),
  ('ConnectionInput.MatchCriteria[0]', 1, 255),
  ('ConnectionInput.ConnectionProperties.HOST', 1, 1024),
  ('ConnectionInput.ConnectionProperties.PASSWORD', 1, 1024),
  ('ConnectionInput.AthenaProperties.key', 1, 2048),
  ('ConnectionInput.SparkProperties.key', 1, 2048),
  ('ConnectionInput.PythonProperties.key', 1, 2048),
  ('ConnectionInput.PhysicalConnectionRequirements.SubnetId', 1, 255),
  ('ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList[0]', 1, 255),
  ('ConnectionInput.PhysicalConnectionRequirements.AvailabilityZone', 1, 255),
  ('ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Username', 1, 512),
  ('ConnectionInput.AuthenticationConfiguration.BasicAuthenticationCredentials.Password', 0, 512),
  ('ConnectionInput.AuthenticationConfiguration.CustomAuthenticationCredentials.key', 1, 2048),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2ClientApplication.UserManagedClientApplicationClientId', 1, 2048),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2ClientApplication.AWSManagedClientApplicationReference', 1, 2048),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrlParametersMap.key', 1, 512),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties.AuthorizationCode', 1, 4096),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.UserManagedClientApplicationClientSecret', 0, 512),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.AccessToken', 0, 4096),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.RefreshToken', 0, 4096),
  ('Tags.key', 0, 256);
INSERT INTO strings VALUES
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrl', 9, 256, 'https://', ''),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.AuthorizationCodeProperties.RedirectUri', 10, 512, 'https://', ''),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.OAuth2Credentials.JwtToken', 4, 8000, 'a.b', '.c');

-- What a request may hold of one kind: a list of that many elements, a map of that many entries, a map with a key of that length.
CREATE TABLE sizes(member, kind, least, most);
INSERT INTO sizes VALUES
  ('ConnectionInput.MatchCriteria', 'elements', 0, 10),
  ('ConnectionInput.PhysicalConnectionRequirements.SecurityGroupIdList', 'elements', 0, 50),
  ('ConnectionInput.ConnectionProperties', 'entries', 0, 100),
  ('ConnectionInput.AthenaProperties', 'entries', 0, 1000), -- the API gives no limit
  ('Tags', 'entries', 0, 50),
  ('ConnectionInput.ConnectionProperties', 'key', 1, 255),
  ('ConnectionInput.AthenaProperties', 'key', 1, 128),
  ('ConnectionInput.SparkProperties', 'key', 1, 128),
  ('ConnectionInput.PythonProperties', 'key', 1, 128),
  ('ConnectionInput.AuthenticationConfiguration.OAuth2Properties.TokenUrlParametersMap', 'key', 1, 128),
  ('ConnectionInput.AuthenticationConfiguration.CustomAuthenticationCredentials', 'key', 1, 128),
  ('Tags', 'key', 1, 128);

-- One request for each size to be tried.
CREATE TABLE requests(member, kind, n, expected, json);
WITH tried AS (
  SELECT member, least - 1 AS n, 'refused' AS expected, head, tail FROM strings WHERE least > 0
  UNION ALL SELECT member, least, 'accepted', head, tail FROM strings
  UNION ALL SELECT member, most, 'accepted', head, tail FROM strings
  UNION ALL SELECT member, most + 1, 'refused', head, tail FROM strings)
INSERT INTO requests
  SELECT member, 'length', n, expected,
         json_set('{"ConnectionInput":{"ConnectionType":"CUSTOM","ConnectionProperties":{}}}',
                  '$.ConnectionInput.Name', member || ' ' || n, '$.' || member,
                  CASE WHEN n < length(head || tail) THEN substr(head || tail, 1, n)
                       ELSE head || substr(replace(hex(zeroblob(n)), '00', 'x'), 1, n - length(head || tail)) || tail END)
    FROM tried;
WITH RECURSIVE tried AS (
  SELECT member, kind, least - 1 AS n, 'refused' AS expected FROM sizes WHERE least > 0
  UNION ALL SELECT member, kind, least, 'accepted' FROM sizes
  UNION ALL SELECT member, kind, most, 'accepted' FROM sizes
  UNION ALL SELECT member, kind, most + 1, iif(most = 1000, 'accepted', 'refused') FROM sizes),
count(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < 1001)
INSERT INTO requests
  SELECT member, kind, n, expected,
         json_set('{"ConnectionInput":{"ConnectionType":"CUSTOM","ConnectionProperties":{}}}',
                  '$.ConnectionInput.Name', member || ' ' || kind || ' ' || n, '$.' || member,
                  json(CASE kind WHEN 'elements' THEN (SELECT json_group_array('e' || i) FROM count WHERE i <= n)
                                 WHEN 'entries' THEN (SELECT json_group_object('k' || i, 'v') FROM count WHERE i <= n)
                                 ELSE json_object(substr(replace(hex(zeroblob(n)), '00', 'k'), 1, n), 'v') END))
    FROM tried;

INSERT OR IGNORE INTO connections(request) SELECT json FROM requests;

.print '--- what is in the limits is accepted, what is beyond is not'
SELECT expected, count(*) AS requests, sum(accepted) AS accepted FROM (
  SELECT expected, EXISTS(SELECT 1 FROM connections WHERE name = json ->> '$.ConnectionInput.Name'
                                                      AND catalog_id = coalesce(json ->> '$.CatalogId', catalog_id)) AS accepted
    FROM requests) GROUP BY expected;

.print '--- what is said of it: the size that was tried, the finding'
SELECT kind, n, f.message FROM requests, glue_lint(json) f
 WHERE expected = 'refused' AND f.severity = 'error' AND f.rule <> 'connection-type' ORDER BY requests.rowid;

.print '--- no error at all for what is accepted'
SELECT count(*) FROM requests, glue_lint(json) f
 WHERE expected = 'accepted' AND f.severity = 'error' AND f.rule <> 'connection-type';

.print '--- a character is a code point, whatever its bytes'
INSERT INTO connections(name, connection_type, connection_properties, description)
  VALUES('code points', 'CUSTOM', json_object('HOST', replace(hex(zeroblob(1024)), '00', '😀')), replace(hex(zeroblob(2048)), '00', 'é'));
SELECT length(connection_properties ->> 'HOST'), length(CAST(connection_properties ->> 'HOST' AS BLOB)), length(description)
  FROM connections WHERE name = 'code points';
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('x', 'CUSTOM', json_object('HOST', replace(hex(zeroblob(1025)), '00', '😀')));

.print '--- a sealed value may be longer than the limit of what is in it'
SELECT n, length(connection_properties ->> 'ENCRYPTED_PASSWORD') > 1024
  FROM requests JOIN connections ON name = json ->> '$.ConnectionInput.Name'
 WHERE member LIKE '%PASSWORD' AND n = 1024;

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
