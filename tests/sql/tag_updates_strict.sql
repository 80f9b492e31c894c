-- At `strict` an UPDATE of tags alone is held against the warnings about tags, and against no others.
.load dist/glue_connections
CREATE VIRTUAL TABLE c USING glue_connections;
INSERT INTO c(name, connection_type, connection_properties) VALUES('warned', 'CUSTOM', '{"JDBC_CONNECTION_URL":"no url"}');
INSERT INTO c(c) VALUES('validation=strict');
INSERT INTO c(name, connection_type, connection_properties) VALUES('clean', 'CUSTOM', '{}');

.print '--- a comma, a secret, a reference: as an INSERT would refuse them'
INSERT INTO c(name, connection_type, connection_properties, tags) VALUES('new', 'CUSTOM', '{}', '{"owner":"x,y","password":"hunter2","env":"${Ref:Env}"}');
UPDATE c SET tags = '{"owner":"x,y","password":"hunter2","env":"${Ref:Env}"}' WHERE name = 'clean';
SELECT tags FROM c WHERE name = 'clean';

.print '--- warnings about other columns are no matter of the tags'
UPDATE c SET tags = '{"owner":"x"}';
SELECT name, tags FROM c ORDER BY name;
UPDATE c SET description = 'd' WHERE name = 'warned';

.print '--- below strict they are warnings'
INSERT INTO c(c) VALUES('validation=standard');
UPDATE c SET tags = '{"owner":"x,y"}';
SELECT name, tags FROM c ORDER BY name;
SELECT c.name, f.severity, f.rule, f.path FROM c, glue_lint(c.request) f WHERE f.rule LIKE 'tag-%' ORDER BY 1;
