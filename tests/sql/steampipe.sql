-- sql/steampipe.sql: the queries that Steampipe documents for its table aws_glue_connection, in their form
-- for SQLite and in that for Postgres.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=cn-north-1);
INSERT INTO connections(request) SELECT value FROM json_each(readfile('tests/data/aws/get-connections.json'), '$.ConnectionList')
  WHERE value ->> '$.Name' <> 'legacy CRM';
INSERT INTO connections(name, connection_type, connection_properties, tags, catalog_id, creation_time) VALUES
  ('plain:connection/glue:x', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","JDBC_ENFORCE_SSL":"false","SECRET_ID":"s"}', '{"env":"prod"}', 'shared', '2024-01-01'),
  ('elsewhere', 'JDBC', '{"JDBC_CONNECTION_URL":"jdbc:mysql://h/d","SECRET_ID":"s"}', '{}', '210987654321', '2024-01-01');
.dbconfig defensive on
.dbconfig trusted_schema off
.read sql/steampipe.sql
.read sql/steampipe.sql
.headers on

.print '--- basic info'
select name, connection_type, creation_time, description, region from aws_glue_connection;

.print '--- connection properties of JDBC connections'
select name, connection_type, json_extract(connection_properties, '$.JDBC_CONNECTION_URL') as connection_url,
  json_extract(connection_properties, '$.JDBC_ENFORCE_SSL') as ssl_enabled, creation_time
  from aws_glue_connection where connection_type = 'JDBC';
select name, connection_type, connection_properties ->> 'JDBC_CONNECTION_URL' as connection_url,
  connection_properties ->> 'JDBC_ENFORCE_SSL' as ssl_enabled, creation_time
  from aws_glue_connection where connection_type = 'JDBC';

.print '--- connections with ssl disabled'
select name, connection_type, json_extract(connection_properties, '$.CONNECTION_URL') as connection_url,
  json_extract(connection_properties, '$.JDBC_ENFORCE_SSL') as ssl_enabled, creation_time
  from aws_glue_connection
  where connection_type = 'JDBC' and json_extract(connection_properties, '$.JDBC_ENFORCE_SSL') = 'false';

.print '--- vpc details, with a table of subnets'
create table aws_vpc_subnet(subnet_id, vpc_id, title, cidr_block);
insert into aws_vpc_subnet values('subnet-0a1b2c3d4e5f60718', 'vpc-1', 'private a', '10.0.0.0/24'), ('subnet-0f9e8d7c6b5a40312', 'vpc-1', 'private b', '10.0.1.0/24');
select c.name as connection_name, s.vpc_id as vpc_id, s.title as subnet_name,
  json_extract(physical_connection_requirements, '$.SubnetId') as subnet_id,
  json_extract(physical_connection_requirements, '$.AvailabilityZone') as availability_zone, cidr_block,
  json_extract(physical_connection_requirements, '$.SecurityGroupIdList') as security_group_ids
  from aws_glue_connection c
  join aws_vpc_subnet s on json_extract(c.physical_connection_requirements, '$.SubnetId') = s.subnet_id;

.print '--- the columns, by name; what they look like'
SELECT group_concat(name, ', ') AS columns FROM (SELECT name FROM pragma_table_info('aws_glue_connection') ORDER BY name);
SELECT title, arn, akas, partition, region, account_id, tags FROM aws_glue_connection WHERE name >= 'p';
SELECT title, account_id, partition, region, json_object('p', connection_properties) AS nested FROM aws_glue_connection WHERE connection_type = 'JDBC' AND tags IS NULL;
SELECT last_updated_by, last_updated_time, match_criteria FROM aws_glue_connection WHERE creation_time < datetime('now', '-90 day') AND name = 'orders-db';
