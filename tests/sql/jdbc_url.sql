-- glue_jdbc_url(): URLs taken apart, one row for each host.
.load dist/glue_connections
.mode list
.nullvalue NULL
CREATE TABLE urls(url);
CREATE VIEW parts AS SELECT u.*, r.url FROM urls r, glue_jdbc_url(r.url) u;
.headers on
.print '--- JDBC'
INSERT INTO urls VALUES
  ('jdbc:postgresql://db.internal:5432/orders'),
  ('jdbc:postgresql://h1:5432,h2/orders?targetServerType=primary&sslmode=verify-full'),
  ('jdbc:postgresql:orders'),
  ('jdbc:postgresql://[2001:db8::1]:5432/orders?user=a&password=b'),
  ('jdbc:postgresql:///orders'),
  ('jdbc:mysql://u:p@host:3306/db?useSSL=true'),
  ('jdbc:mysql:loadbalance://h1:3306,h2:3307/db'),
  ('jdbc:mysql://host/'),
  ('jdbc:mariadb://h/db'),
  ('jdbc:oracle:thin:@host:1521:ORCL'),
  ('jdbc:oracle:thin:@//host:1521/svc.example.com'),
  ('jdbc:oracle:thin://@host:1521/svc'),
  ('jdbc:oracle:thin:scott/tiger@//host:1521/svc'),
  ('jdbc:oracle:thin:scott/${password}@host:1521/svc'),
  ('jdbc:oracle:thin:@tcps://host:2484/svc?ssl_server_dn_match=true'),
  ('jdbc:oracle:thin:@mydb_high?TNS_ADMIN=/opt/wallet'),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=h1)(PORT=1521))(ADDRESS=(PROTOCOL=TCP)(PORT=1522)(HOST=h2)))(CONNECT_DATA=(SERVICE_NAME=svc)))'),
  ('jdbc:oracle:thin:@( DESCRIPTION = (ADDRESS = (PROTOCOL = tcps) (HOST = h1 ) (PORT= 1521)) (CONNECT_DATA=(SID=ORCL)))'),
  ('jdbc:sqlserver://host\SQLEXPRESS:1433;databaseName=db;encrypt=true'),
  ('jdbc:sqlserver://host:1433;databaseName={a;b};user=sa;password={p;w}'),
  ('jdbc:sqlserver://;serverName=h;portNumber=1444;database=db'),
  ('jdbc:sqlserver://host;instanceName=i1'),
  ('jdbc:jtds:sqlserver://host:1433/db;instance=x'),
  ('jdbc:redshift://c.abc.eu-west-1.redshift.amazonaws.com:5439/db'),
  ('jdbc:redshift:iam://c.abc.eu-west-1.redshift.amazonaws.com:5439/db?DbUser=x'),
  ('jdbc:redshift:iam://my-cluster:eu-west-1/db'),
  ('jdbc:snowflake://acct.snowflakecomputing.com/?user=u&password=p&warehouse=W&role=R&db=D'),
  ('jdbc:db2://h:50000/sample:user=a;password=b;'),
  ('jdbc:teradata://h/DATABASE=d,USER=a,PASSWORD=b'),
  ('jdbc:sap://h:30015/?databaseName=HXE'),
  ('jdbc:aws-wrapper:postgresql://h:5432/db'),
  ('jdbc:hive2://h:10000/default;ssl=true'),
  ('jdbc:sqlite:/tmp/x.db'),
  ('jdbc:postgres://marvin/marvin-1'),
  ('jdbc:mysql://h:99999/db');
SELECT * FROM parts;
DELETE FROM urls;
.print '--- MongoDB, Kafka, templates of custom connectors'
INSERT INTO urls VALUES
  ('[["default=jdbc:snowflake://example.com/?user=${user}&password=${password}"],","]'),
  ('mongodb://u:p@h1:27017,h2:27018,[::1]:27019/db?replicaSet=rs&tls=true'),
  ('mongodb+srv://user:${password}@cluster.example.net/db'),
  ('mongodb://h'),
  ('b-1.x:9092,b-2.x:9092'),
  ('SASL_SSL://b-1.x:9096'),
  ('bootstrap_servers:9096'),
  ('https://example.com:443/x?token=abc');
SELECT * FROM parts;
DELETE FROM urls;
.print '--- MySQL and MariaDB: users and keys of each host'
INSERT INTO urls VALUES
  ('jdbc:mysql://(host=h1,port=3306)/db'),
  ('jdbc:mysql://address=(host=h1)(port=3306)/db?a=b'),
  ('jdbc:mysql://address=( Port = 3306 ) ( Host = h1 )/db'),
  ('jdbc:mysql://[(host=h1,port=1),(host=h2,port=2)]/db'),
  ('jdbc:mysql://u:cr3t@[h1:1,h2,address=(host=h3)]/db'),
  ('jdbc:mysql://u:cr3t@[::1]:3306/db'),
  ('jdbc:mysql://[::1],[::2]:7/db'),
  ('jdbc:mysql:replication://(host=h1,user=a,password=cr3t/1),v:cr3t@(host=h2,port=${port})/db'),
  ('jdbc:mysql://u:${p}@(host=h1,password=${p})/db'),
  ('jdbc:mariadb://address=(host=h1)(port=3306)(type=primary),address=(host=h2)(password=a,cr3t)/db'),
  ('jdbc:mysql://h1:1,(host=h2)/db'),
  ('jdbc:mysql://u:cr3t@h1,v:cr3t@h2:7/db'),
  ('jdbc:mysql://u:12,cr3t@h/db'),
  ('jdbc:mysql://u:(cr3t@h/db'),
  ('jdbc:mysql://u:(cr)3t@h/db'),
  ('jdbc:mysql://u:cr3t@(cr3t)@h/db'),
  ('jdbc:mysql://u:cr3t@h/'),
  ('jdbc:postgresql:/'),
  ('jdbc:postgresql:/?user=a'),
  ('mongodb://%2Ftmp%2Fmongodb-27017.sock/db');
SELECT * FROM parts;
SELECT count(*) FROM parts WHERE instr(json_array(engine, host, port, database, parameters, user, variant, instance), 'cr3t');
DELETE FROM urls;
.print '--- what cannot be taken apart'
INSERT INTO urls VALUES
  ('jdbc:postgresql:host:5432/x'),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS='),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=)(PORT=1521)))'),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST'),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h1'),
  ('jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h1)(PORT=1521))(ADDRESS=(HOST=h2)(PORT=none)))'),
  ('jdbc:sqlserver:host:1433;database=db'),
  ('your_jdbc_url'),
  ('localhost'),
  ('jdbc:'),
  ('jdbc:postgresql://<host>:5432/db'),
  ('jdbc:mysql://h:9999999/db'),
  ('mongodb://'),
  ('+srv://h'),
  ('a:1/'),
  ('jdbc:mysql://(host=h1,cr3t)/db'),
  ('jdbc:mysql://(port=1)/db'),
  ('jdbc:mysql://(host=h,port=x)/db'),
  ('jdbc:mysql://(=h)/db'),
  ('jdbc:mysql://()/db'),
  ('jdbc:mysql://[,]/db'),
  ('jdbc:mysql://(host=h/db'),
  ('jdbc:postgresql://(host=h1,port=3306)/db'),
  (NULL),
  ('');
SELECT * FROM parts;
DELETE FROM urls;
.print '--- no part of a password shows, with whatever characters in it'
-- SQL Server's braces, with a doubled one; a brace that is never closed; a separator that nobody escaped
INSERT INTO urls VALUES
  ('jdbc:sqlserver://h:1433;databaseName=d;user=u;password={s3}};cr3t};encrypt=true'),
  ('jdbc:sqlserver://h;password={s3;cr3t;encrypt=true'),
  ('jdbc:sqlserver://h;user={a;b};password={${pw}};x={{resolve:y}};y={};z=1'),
  ('jdbc:sqlserver://h;user=a;password=s3;cr3t;encrypt=true'),
  ('jdbc:mysql://h/d?password=s3&cr3t&cr3t&useSSL=true&x'),
  ('jdbc:oracle:thin:scott/"s3@cr3t?x"@host:1521:sid'),
  ('jdbc:oracle:thin:scott/"s3(cr3t"@(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1)))'),
  ('jdbc:oracle:thin:scott/"s3cr3t?x@host:1521:sid'),
  ('jdbc:mysql://u:s3@cr3t@h/db?email=a@b'),
-- an @ where it belongs to nothing: not to be taken apart
  ('jdbc:mysql://u:12/cr3t@h/db'),
  ('jdbc:mysql://u:12#cr3t@h/db'),
  ('jdbc:mysql://u:12;cr3t@h/db'),
  ('jdbc:mysql://u:12/a#cr3t@h/db'),
  ('mongodb://u:1?cr3t@h/db'),
  ('mongodb://u:1?cr3t=y@h/db'),
  ('jdbc:mysql://u:s3/cr3t@h/db'),
  ('jdbc:postgresql:u/cr3t@h'),
  ('jdbc:oracle:thin:scott/s3@w?cr3t@host:1521/s'),
  ('jdbc:oracle:thin:scott/s3?cr3t@host:1521/s'),
  ('jdbc:sqlserver://h\cr3t@x;a=b'),
-- and where it does
  ('jdbc:snowflake://a.example:443?user=a@b.example&password=${p}'),
  ('jdbc:mysql://h:1/db?user=a@b/c'),
  ('jdbc:mysql://h:1?password=a@b/c'),
  ('jdbc:sqlserver://h:1433;databaseName=a@b;serverSpn=x/h@REALM/y'),
  ('jdbc:db2://h:50000/sample:user=a@b;password=c@d;');
SELECT * FROM parts;
.headers off
SELECT count(*) FROM parts WHERE instr(json_array(engine, host, port, database, parameters, user, variant, instance), 'cr3t');
.print '--- never an error, and always a row'
SELECT count(*) FROM glue_jdbc_url(5);
SELECT count(*), sum(engine IS NULL) FROM glue_jdbc_url(x'ff00');
SELECT count(*), sum(engine IS NULL) FROM glue_jdbc_url('jdbc:mysql://' || hex(zeroblob(5000)) || '/d');
SELECT count(*), max(host_index) FROM glue_jdbc_url('mongodb://a' || replace(hex(zeroblob(500)), '00', ',b') || '/d');
.print '--- the longest URL, and the longest reference'
SELECT length(v.column1), u.host, length(u.database) FROM (VALUES('jdbc:mysql://h/' || hex(zeroblob(4088)) || 'x'), ('jdbc:mysql://h/' || hex(zeroblob(4089)))) v, glue_jdbc_url(v.column1) u;
SELECT length(v.column1), length(u.host), length(u.database) FROM (VALUES('jdbc:mysql://${a/' || hex(zeroblob(2045)) || 'x}/d'), ('jdbc:mysql://${a/' || hex(zeroblob(2046)) || '}/d')) v, glue_jdbc_url(v.column1) u;
.print '--- the parameters are JSON to other functions'
SELECT json_object('p', parameters), parameters ->> 'b' FROM glue_jdbc_url('jdbc:mysql://h/d?a=1&b=x"y');
.print '--- no password shows'
SELECT count(*) FROM glue_jdbc_url('jdbc:mysql://u:s3cr3t@h/d?password=s3cr3t&accountKey=s3cr3t') u
 WHERE instr(json_array(engine, host, port, database, parameters, user, has_password, variant, instance), 's3cr3t');
.print '--- a column named url of another table is the argument in a subquery too'
WITH t(url) AS (VALUES('jdbc:mysql://h/d')) SELECT (SELECT host FROM glue_jdbc_url(url)) FROM t;
-- an OR, for whose terms SQLite asks one by one
SELECT u.host FROM (VALUES('jdbc:mysql://a/b'), ('jdbc:mysql://c/d')) v, glue_jdbc_url(v.column1) u WHERE u.host = 'a' OR u.database = 'd' OR u.port = 1;
SELECT * FROM glue_jdbc_url;
.print --- braces of SQL Server: a template's reference in them, and what only begins like one
SELECT value, u.parameters, u.has_password FROM json_each('["{${p}};x=1","{${p}}","{${p}","{${p}x}","{${p}}y;x=1","{${p}}}z};x=1"]'),
  glue_jdbc_url('jdbc:sqlserver://h;password=' || value) u;
.print --- a quote that nothing follows; U+0000
SELECT u.engine, u.host FROM glue_jdbc_url('jdbc:oracle:thin:u/"') u;
SELECT u.engine, u.host FROM glue_jdbc_url('jdbc:mysql://h' || char(0) || '/d') u;
.print --- NAME=VALUE in place of a host or a database, as in CData's drivers, Athena's and Informix's
DELETE FROM urls;
INSERT INTO urls VALUES
  ('jdbc:airtable:APIKey=cr3t;BaseId=b1'), ('jdbc:salesforce:User=u;Password=cr3t;Security Token=cr3t'), ('jdbc:mysql:Server=h;Port=3307;Database=d;User=u;Password=cr3t'), ('jdbc:mongodb:Server=bad host;Database=d'),
  ('jdbc:postgresql:password=cr3t'), ('jdbc:vertica://h:5433/password=cr3t'), ('jdbc:vertica://h:5433/user=a&password=cr3t'), ('jdbc:informix-sqli://h:9088/d:INFORMIXSERVER=s;password=cr3t'), ('jdbc:informix-sqli://h:9088:INFORMIXSERVER=s'),
  ('jdbc:athena://WorkGroup=primary;Region=eu-west-1;Password=cr3t'), ('jdbc:teradata://h/DBS_PORT=2025,DATABASE=x,PASSWORD=cr3t'), ('jdbc:teradata://h1,h2/DBS_PORT=2025'), ('jdbc:teradata://h/DBS_PORT=x'), ('jdbc:sqlserver://databaseName=d;serverName=h;password=cr3t'),
  ('jdbc:sqlite:/tmp/a=b.db'), ('jdbc:postgresql://h/a/b=c'), ('jdbc:x:=a'), ('jdbc:postgresql://u:p=w@h/d'), ('jdbc:postgresql://password=cr3t@h/d'), ('jdbc:oracle:thin:@password=cr3t'), ('jdbc:sqlserver://h\password=cr3t');
SELECT engine, host, port, database, parameters, user, has_password, url FROM parts;
SELECT count(*) FROM parts WHERE instr(json_array(engine, host, port, database, parameters, user, variant, instance), 'cr3t');
.print --- a reference at the edge of what is looked at in one go
SELECT host, database FROM glue_jdbc_url('jdbc:mysql://' || printf('%.63c', 'a') || '${x/y}/d');
.print --- a secret in the name of a parameter; parameters that are none
SELECT v.value, u.engine, u.host, u.database, u.parameters, u.user FROM json_each('["jdbc:mysql://h/d?password: hunter2=1","jdbc:sqlite:a?b=mongodb://u:p@h","jdbc:x:y;z://u:p@h","jdbc:mysql://h/d;","jdbc:mysql://h/d?","jdbc:teradata://h/="]') v, glue_jdbc_url(v.value) u;
