-- Secrets in texts that are no URLs, or only look like some: which are told, and which are left alone.
.load dist/glue_connections
.mode list
SELECT value, group_concat(f.rule) FROM json_each('[
  "authorization: Basic abcdef", "authorization: Basic dXNlcjpwYXNz", "authorization: Bearer abc", "authorization header",
  "authorization", "authorization:", "authorization: Digest x", "authorization: Bearer token", "authorization: Basic {x}"]') v
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', v.value)) f
  GROUP BY v.key;
.print --- a password, or a parameter, before an @
SELECT value, group_concat(f.rule) FROM json_each('[
  "jdbc:x://u:p@", "jdbc:x://u:p;x=1@h", "jdbc:x://u:p?x=1@h", "jdbc:x://u:p&x=1@h", "jdbc:x://u:p&x=1@h y", "jdbc:x://u:p&x=1@<h>", "jdbc:x://u:p;=1@h", "jdbc:x://u:p;x@h",
  "jdbc:x://u:p;x/1=@h"]') v
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'JDBC', 'ConnectionProperties',
    json_object('JDBC_CONNECTION_URL', v.value, 'SECRET_ID', 's', 'JDBC_ENFORCE_SSL', 'true'))) f
  GROUP BY v.key;
.print --- sealed values beside structures that are none
SELECT f.severity, f.exception, f.path FROM glue_lint('{"Name":"n","ConnectionType":"CUSTOM","ConnectionProperties":{},
  "AuthenticationConfiguration":{"OAuth2Properties":"x","EncryptedCredentials":"glue-connections:2:x"}}') f;
.print --- where a secret that is told ends, and what is only the port of a host, or says where the secret is
SELECT substr(replace(value, char(9), '->'), 1, 40), group_concat(f.rule) FROM json_each(json_array('password:' || char(9) || 'hunter2' || char(9) || 'x', 'the password is' || char(9) || 'hunter2 now', 'the passwordis hunter2', 'passwordis hunter2',
  'x password=''hunter2'' y', 'x password=`hunter2` y', 'x password=''${p}'' y', 'x password=`${p}` y', 'x password={${p}} y', 'x password={${p}', 'x password={${p} y', 'x password={{${p}y} z', 'password = see the vault', 'password = hunter2',
  'password: ${the one}', 'password:${the one}/x', 'password://x', 'password:5432', 'password:543210', 'password:5432/db', 'password:5432db', 'password:!5432', 'password: 5432',
  'password: ' || printf('%.140c', 'x'), 'password=' || printf('%.140c', 'x'), printf('%.140c', 'x') || 'password=hunter2', printf('%.140c', 'x') || ' password = hunter2')) v
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json('{}'), 'Description', v.value)) f ON f.rule = 'clear-text-secret'
  GROUP BY v.key;
PRAGMA integrity_check;
