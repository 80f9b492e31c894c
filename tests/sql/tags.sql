-- Tags: a JSON object of strings, at most 50.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;

.print '--- none, some, with empty values and any characters'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES
  ('null', 'CUSTOM', '{}', NULL), ('none', 'CUSTOM', '{}', '{}'),
  ('some', 'CUSTOM', '{}', '{ "env" : "prod", "owner" : "payments" }'),
  ('odd', 'CUSTOM', '{}', '{"":""}'),
  ('odd', 'CUSTOM', '{}', '{"empty":"","Env":"other case","path/of.it":"a \"quoted\" value","😀":"é"}');
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES
  ('null', 'CUSTOM', '{}', NULL), ('none', 'CUSTOM', '{}', '{}'),
  ('some', 'CUSTOM', '{}', '{ "env" : "prod", "owner" : "payments" }'),
  ('odd', 'CUSTOM', '{}', '{"empty":"","Env":"other case","path/of.it":"a \"quoted\" value","😀":"é"}');
SELECT name, tags FROM connections ORDER BY rowid;

.print '--- asked by key: ->> for one, json_each for all'
SELECT name, tags ->> 'env' AS env FROM connections WHERE tags ->> 'owner' = 'payments';
SELECT name FROM connections WHERE tags ->> 'owner' IS NULL ORDER BY name;
SELECT t.key, count(*) FROM connections c, json_each(c.tags) t GROUP BY 1 ORDER BY 1;

.print '--- keys that begin with aws: are reserved, in any case, at every level'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '{"aws:owner":"1","AWS:x":"2","Aws:":"3","aws":"not reserved","awsome:x":"nor this"}');
INSERT INTO connections(connections) VALUES('validation=lenient');
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '{"aws:owner":"1"}');
INSERT INTO connections(connections) VALUES('validation=standard');

.print '--- values are strings'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '{"a":1,"b":true,"c":null,"d":["x"],"e":{}}');
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '["owner"]');
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', 'owner=me');
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '');

.print '--- a key is there once'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('x', 'CUSTOM', '{}', '{"a":"1","A":"2","a":"3"}');

.print '--- the service refuses values with a comma or an asterisk (on other resources, as far as is known): a warning'
INSERT INTO connections(name, connection_type, connection_properties, tags) VALUES('warned', 'CUSTOM', '{}', '{"teams":"a,b"}');
SELECT f.path, f.message FROM connections c, glue_lint(c.request) f WHERE c.name = 'warned' AND f.rule = 'tag-value-character';

.print '--- in the request they stand beside the ConnectionInput, and only where there are any'
SELECT request FROM connections WHERE name IN ('none', 'some') ORDER BY name;

SELECT name FROM connections WHERE name = 'x';
PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
