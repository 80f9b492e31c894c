-- SPDX-License-Identifier: MIT
-- An inventory for the page: real requests, and texts that would run or hide something if they got into
-- the page as they are. Every secret in it has MARKER in it, which must not be in the page.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, validation=lenient);
.parameter set @file tests/data/aws/get-connections.json
.read sql/import.sql
.parameter set @file tests/data/requests.jsonl
.read sql/import.sql
INSERT INTO connections(name, connection_type, description, connection_properties, tags, catalog_id, region) VALUES
  ('</script><img src=x onerror=window.hacked=1>', 'JDBC', NULL,
   '{"JDBC_CONNECTION_URL":"jdbc:postgresql://</td><script>window.hacked=2</script>.example.com:5432/x"}', '{}', NULL, NULL),
  ('"onmouseover="window.hacked=3', '<b>TYPE</b>', '&lt;', '{"HOST":"\"><svg onload=window.hacked=4>","PORT":"1"}', '{}', NULL, NULL),
  ('tab' || char(9) || 'in a name', 'CUSTOM', NULL, '{"HOST":"rtl' || char(0x202E) || 'gpj.exe","DATABASE":"bell\u0007 esc\u001b[31m"}',
   '{"owner":"me"}', '111122223333', 'us-east-1'),
  ('leaky url', 'JDBC', 'the password is: MARKER1', '{"JDBC_CONNECTION_URL":"jdbc:postgresql://app:MARKER2@db.example.com/orders"}',
   '{"owner":"me"}', '111122223333', 'us-east-1'),
  ('leaky parameter', 'JDBC', NULL, '{"JDBC_CONNECTION_URL":"jdbc:mysql://db.example.com/orders?user=u&password=MARKER3"}',
   '{"owner":"me"}', '111122223333', 'us-east-1'),
  ('sealed', 'JDBC', NULL, '{"JDBC_CONNECTION_URL":"jdbc:mysql://db.example.com/orders","USERNAME":"u","PASSWORD":"MARKER4"}',
   '{}', NULL, NULL),
  (printf('%.250c', 'n'), 'JDBC', NULL, '{"JDBC_CONNECTION_URL":"jdbc:mysql://' || printf('%.600c', 'h') || '.example.com/d"}', '{}', NULL, NULL);
-- What the service answered, a secret in each place that the page shows as it is.
INSERT INTO connections(request) VALUES('{"Connection":{"Name":"secret: MARKER5","ConnectionType":"token=MARKER6","Status":"FAILED",
  "StatusReason":"no answer of jdbc:mysql://u:MARKER7@h/d","LastUpdatedBy":"password=MARKER8","CreationTime":1700000000,"LastUpdatedTime":1700000000,
  "ConnectionProperties":{"HOST":"jdbc:mysql://u:MARKER9@h/d","CONNECTION_URL":"https://u:MARKER9@h/d","password: MARKER10":"x"}},"Tags":{"password=MARKER11":"password=MARKER12"}}');
.read sql/reports.sql
