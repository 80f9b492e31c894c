-- sql/reports.sql: what tells one database from another, and ports that are not guessed.
.load dist/glue_connections
CREATE VIRTUAL TABLE connections USING glue_connections;
.read sql/reports.sql
.headers on
CREATE TEMP TABLE urls(name, url);
INSERT INTO urls VALUES
 ('sqlserver, an instance', 'jdbc:sqlserver://db.example.com;instanceName=SALES;databaseName=crm'),
 ('sqlserver, another', 'jdbc:sqlserver://db.example.com\HR;databaseName=crm'),
 ('sqlserver, the same', 'jdbc:sqlserver://DB.example.com\sales;databaseName=crm'),
 ('sqlserver, none', 'jdbc:sqlserver://db.example.com;databaseName=crm'),
 ('redshift, one region', 'jdbc:redshift:iam://cluster1:eu-west-1/dev'),
 ('redshift, another', 'jdbc:redshift:iam://cluster1:us-east-1/dev'),
 ('teradata, a port', 'jdbc:teradata://td.example.com/DBS_PORT=2025,DATABASE=x'),
 ('teradata, none', 'jdbc:teradata://td.example.com/DATABASE=x'),
 ('oracle, an alias', 'jdbc:oracle:thin:@sales_high'),
 ('oracle, another', 'jdbc:oracle:thin:@hr_high?TNS_ADMIN=/opt/wallet'),
 ('oracle, a host', 'jdbc:oracle:thin:@//db.example.com/sales_high'),
 ('mongodb, a record', 'mongodb+srv://cluster0.example.com/x'),
 ('mongodb, a host', 'mongodb://cluster0.example.com/x'),
 ('no JDBC URL', 'redshift.example.com:5439'),
 ('informix', 'jdbc:informix-sqli://ifx.example.com:9088/stores:INFORMIXSERVER=srv;password=s3cret'),
 ('pairs', 'jdbc:salesforce:User=u;Password=s3cret;SecurityToken=s3cret'),
 ('pairs with a server', 'jdbc:mysql:Server=my.example.com;Port=3307;Database=shop;User=u;Password=s3cret'),
 ('a parameter for a database', 'jdbc:postgresql:password=s3cret'),
 ('the same after a slash', 'jdbc:vertica://v.example.com:5433/password=s3cret');
INSERT INTO connections(name, connection_type, connection_properties)
  SELECT name, 'JDBC', json_object('JDBC_CONNECTION_URL', url, 'SECRET_ID', 's') FROM urls;
INSERT INTO connections(name, connection_type, connection_properties) VALUES
 ('kafka', 'KAFKA', '{"KAFKA_BOOTSTRAP_SERVERS":"b-1.example.com:9096"}'),
 ('no kafka', 'CUSTOM', '{"CONNECTION_URL":"b-1.example.com:9096"}'),
 ('HOST that tells a secret', 'JDBC', '{"HOST":"db?password=s3cret","PORT":"3306","DATABASE":"x","JDBC_ENGINE":"mysql","SECRET_ID":"s"}');
SELECT name, engine, host, port, database, instance FROM report_endpoints ;
.print '--- none is taken for another but the two that are the same'
SELECT * FROM report_duplicates;
.print '--- no secret shows, and lint tells of each'
SELECT count(*) FROM report_endpoints WHERE instr(json_array(engine, host, port, database, instance), 's3cret');
SELECT name, rule FROM report_findings WHERE rule IN ('url-password', 'clear-text-secret');
