-- What people leave to be filled in, and what programs write that had no value; not what only looks like it.
.load dist/glue_connections
.mode list
CREATE TABLE texts(text);
INSERT INTO texts VALUES ('<connection_name>'), ('<host>:5432'), ('jdbc:postgresql://<your-host>:5432/db'), ('a < b > c'), ('<?xml?>'), ('<>'), ('<1>'), ('x<y'), ('Map<String, X>'), ('<db host>'), ('<db-host>'), ('<db.host>'), ('<db+host>'),
  ('REPLACE_ME'), ('replace-me'), ('jdbc:mysql://REPLACEME/db'), ('arn:aws:secretsmanager:CHANGE_ME'), ('changeme'), ('exchange_me'), ('change_meter'), ('TODO'), ('todos'), ('mastodon'), ('TBD'), ('FIXME!'), ('prefixme'),
  ('$HOST'), ('jdbc:mysql://$DB_HOST:3306/$DB'), ('$A'), ('$a'), ('pa$$WORD'), ('x$HOST'), ('$HOSTname'), ('$1'), ('${HOST}'), ('US$'),
  ('jdbc:mysql://undefined:3306/db'), ('jdbc:mysql://h:undefined/db'), ('undefined'), ('undefined_behaviour'),
  ('your_jdbc_url'), ('s3://your-bucket/x'), ('yourself'), ('my_your_x'), ('your_'), ('your-'),
  ('db.example.com'), ('null'), ('none'), ('');
SELECT iif(f.rule IS NULL, 'fine', f.rule), t.text
  FROM texts t LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('CONNECTION_URL', t.text))) f
    ON f.rule = 'placeholder' ORDER BY t.rowid;
.print '--- in every string but those that speak in prose'
SELECT pointer, message FROM glue_lint('{"CatalogId":"<account>","ConnectionInput":{"Name":"<name>","Description":"the host is <host>; TODO","ConnectionType":"CUSTOM",
  "ConnectionProperties":{"PASSWORD":"REPLACE_ME","SparkProperties":"{\"a\":\"<b>\"}"},"SparkProperties":{"a":"$HOST"},"MatchCriteria":["<x>"],
  "PhysicalConnectionRequirements":{"SubnetId":"<subnet>","SecurityGroupIdList":["sg-0a","<group>"],"AvailabilityZone":"us-east-1a"},
  "AuthenticationConfiguration":{"AuthenticationType":"BASIC","SecretArn":"arn:aws:secretsmanager:<arn>","BasicAuthenticationCredentials":{"Username":"<user>","Password":"TBD"}}},"Tags":{"owner":"<owner>"}}')
 WHERE rule = 'placeholder';
.print '--- what is in the name of a variable of a shell'
SELECT value, group_concat(f.rule) FROM json_each('["$DB2_HOST","$DB2:1","$2DB","$DBx2","$DB~","$DB/x","$BA","$BZ","$B0","$B9","$B:0"]') v
  LEFT JOIN glue_lint(json_object('Name', 'n', 'ConnectionType', 'CUSTOM', 'ConnectionProperties', json_object('HOST', v.value))) f ON f.rule = 'placeholder' GROUP BY v.key;
