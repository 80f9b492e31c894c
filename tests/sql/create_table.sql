-- CREATE VIRTUAL TABLE … USING glue_connections(key=value, …): the arguments, their defaults, what is refused.
.load dist/glue_connections

.print '--- without arguments: the defaults'
CREATE VIRTUAL TABLE connections USING glue_connections;
INSERT INTO connections(name, connection_type, connection_properties)
  VALUES('orders', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://db/orders"}');
SELECT arn, catalog_id, last_updated_by FROM connections;

.print '--- every argument, with or without quotes and blanks'
CREATE VIRTUAL TABLE a USING glue_connections(account_id=123456789012, region=eu-west-1, quota=5, validation=lenient, principal=user/me);
CREATE VIRTUAL TABLE b USING glue_connections( account_id = '123456789012' , region = "eu-west-1" , quota = 5 ,
  validation = 'lenient', principal = 'user/it''s me' );
INSERT INTO a(name, connection_type, connection_properties) VALUES('x', 'ANY', '{}');
INSERT INTO b SELECT * FROM a;
INSERT INTO b(name, connection_type, connection_properties) VALUES('y', 'ANY', '{}');
SELECT arn, last_updated_by FROM a UNION ALL SELECT arn, last_updated_by FROM b;

.print '--- the partition of ARNs follows from the region'
CREATE VIRTUAL TABLE china USING glue_connections(region=cn-north-1, validation=lenient);
CREATE VIRTUAL TABLE government USING glue_connections(region=us-gov-west-1, validation=lenient);
CREATE VIRTUAL TABLE elsewhere USING glue_connections(region=us-govern-1, validation=lenient);
INSERT INTO china(name, connection_type, connection_properties) VALUES('x', 'ANY', '{}');
INSERT INTO government(name, connection_type, connection_properties) VALUES('x', 'ANY', '{}');
INSERT INTO elsewhere(name, connection_type, connection_properties) VALUES('x', 'ANY', '{}');
SELECT arn FROM china UNION ALL SELECT arn FROM government UNION ALL SELECT arn FROM elsewhere;

.print '--- the columns: the hidden ones do not show in SELECT *, the last has the name of the table'
SELECT name, type, hidden FROM pragma_table_xinfo('connections');

.print '--- an unknown key is refused, and all that there are are named'
CREATE VIRTUAL TABLE bad USING glue_connections(regoin=eu-west-1);
CREATE VIRTUAL TABLE bad USING glue_connections(Region=eu-west-1);
CREATE VIRTUAL TABLE bad USING glue_connections(eu-west-1);
CREATE VIRTUAL TABLE bad USING glue_connections(=eu-west-1);

.print '--- a bad value is refused, and what a good one is is said'
CREATE VIRTUAL TABLE bad USING glue_connections(account_id=12345678901);
CREATE VIRTUAL TABLE bad USING glue_connections(account_id='12345678901x');
CREATE VIRTUAL TABLE bad USING glue_connections(account_id=);
CREATE VIRTUAL TABLE bad USING glue_connections(region='');
CREATE VIRTUAL TABLE bad USING glue_connections(region='eu west 1');
CREATE VIRTUAL TABLE bad USING glue_connections(region='EU-WEST-1');
CREATE VIRTUAL TABLE bad USING glue_connections(region=r123456789-123456789-123456789-123456789-123456789-123456789-1234);
CREATE VIRTUAL TABLE bad USING glue_connections(quota=-1);
CREATE VIRTUAL TABLE bad USING glue_connections(quota=many);
CREATE VIRTUAL TABLE bad USING glue_connections(quota=1000000000000000000);
CREATE VIRTUAL TABLE bad USING glue_connections(validation=loose);
CREATE VIRTUAL TABLE bad USING glue_connections(validation=STRICT);
CREATE VIRTUAL TABLE bad USING glue_connections(principal='');

.print '--- a region of 64 characters and a quota of 18 digits are the largest'
CREATE VIRTUAL TABLE largest USING glue_connections(region=r123456789-123456789-123456789-123456789-123456789-123456789-123, quota=999999999999999999);
INSERT INTO largest(largest) VALUES('quota=1000000000000000000');
INSERT INTO largest(largest) VALUES('quota=999999999999999998');
SELECT value FROM largest_config WHERE key = 'quota';

.print '--- a key given twice is refused'
CREATE VIRTUAL TABLE bad USING glue_connections(quota=1, region=eu-west-1, quota=1);

.print '--- the table cannot have the name of one of its columns, for the command column has the name of the table'
CREATE VIRTUAL TABLE tags USING glue_connections;
CREATE VIRTUAL TABLE Request USING glue_connections;
CREATE VIRTUAL TABLE rowid USING glue_connections;
CREATE VIRTUAL TABLE OID USING glue_connections;
CREATE VIRTUAL TABLE _rowid_ USING glue_connections;
ALTER TABLE connections RENAME TO RowId;
SELECT rowid, name FROM connections;

.print '--- but any other, and each has three shadow tables; what was refused has left nothing'
CREATE VIRTUAL TABLE "select * from ""x""" USING glue_connections(quota=1);
CREATE VIRTUAL TABLE IF NOT EXISTS connections USING glue_connections(quota=7);
SELECT name FROM sqlite_schema WHERE type = 'table' AND (name LIKE 'conn%' OR name LIKE 'sel%' OR name LIKE 'bad%') ORDER BY 1;
SELECT * FROM connections_config;

.print '--- the shadow tables belong to the table'
CREATE TABLE taken_data(x);
CREATE VIRTUAL TABLE taken USING glue_connections;
SELECT count(*) FROM sqlite_schema WHERE name LIKE 'taken%';

PRAGMA integrity_check;
INSERT INTO connections(connections) VALUES('integrity-check');
