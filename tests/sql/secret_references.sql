-- A password that is nothing but a reference says where the secret is, and is none: it stays readable,
-- so that lint and reports show where it leads and exports write it as it was.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties)
  SELECT key, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', value)
    FROM json_each('{
      "secretsmanager": "{{resolve:secretsmanager:orders:SecretString:password}}",
      "joined": "{{resolve:secretsmanager:${Ref:Secret}:SecretString:password}}",
      "parameter": "${Ref:DbPassword}",
      "imported": "${ImportValue:\"db-password\"}",
      "chosen": "${If:[\"Prod\",\"}\",{\"Ref\":\"B\"}]}",
      "terraform": "${terraform:random_password.db[\"}\"].result}",
      "exported": "${secret:PASSWORD}",
      "planned": "${unknown:connection_properties.PASSWORD}",
      "two of them": "${terraform:var.a}${terraform:var.b}",
      "two of two kinds": "{{resolve:secretsmanager:orders:SecretString:a}}${Ref:B}"}');
SELECT name, connection_properties ->> 'PASSWORD' FROM c;
SELECT c.name, f.rule, f.path FROM c, glue_lint(c.request) f WHERE f.rule NOT IN ('tls-not-enforced');
.print -- no key was needed
SELECT glue_keyring() LIKE '%/keyring', count(*) FROM fsdir('home');

.print -- anything around it, or anything else in braces, is sealed
INSERT INTO c(name, connection_type, connection_properties)
  SELECT 'sealed ' || key, 'JDBC', json_object('JDBC_CONNECTION_URL', 'jdbc:mysql://h/d', 'USERNAME', 'u', 'PASSWORD', value)
    FROM json_each('["${Ref:A}x", "x${Ref:A}", "${Ref:A}-${Ref:B}", "${Ref:A}${password}", "${password}${Ref:A}", "${Ref:A}${Ref:B", "${Ref:A", "${ref:A}", "${Reff:A}", "${password}", "${a:b}", "${ImportValue:db-password}", "${terraform:",
      "{{resolve}}", "{resolve:x}", "{{Resolve:x}}", "${}", "{{}}", "${", "{"]');
SELECT count(*), count(connection_properties ->> 'PASSWORD'), count(connection_properties ->> 'ENCRYPTED_PASSWORD')
  FROM c WHERE name LIKE 'sealed %';

.print -- a password takes its place, and the other way round
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', 's3cret') WHERE name = 'parameter';
SELECT connection_properties ->> 'PASSWORD', connection_properties ->> 'ENCRYPTED_PASSWORD' LIKE 'glue-connections:2:%' FROM c WHERE name = 'parameter';
UPDATE c SET connection_properties = json_set(connection_properties, '$.PASSWORD', '${Ref:DbPassword}') WHERE name = 'parameter';
SELECT connection_properties FROM c WHERE name = 'parameter';
SELECT glue_decrypt(request) ->> '$.ConnectionInput.ConnectionProperties.PASSWORD' FROM c WHERE name IN ('parameter', 'joined');
INSERT INTO c(c) VALUES('rekey');
INSERT INTO c(c) VALUES('integrity-check');
PRAGMA integrity_check;
