// SPDX-License-Identifier: MIT

// Three nodes of dqlite on loopback, each a process that holds the extension, and the test that asks them:
// main.go is built by tests/cluster/test_dqlite.sh.
//
//	dqlite node NUMBER FOLDER    a node, until it is killed
//	dqlite test FOLDER SECONDS   the test; starts and kills the nodes
package main

/*
#cgo LDFLAGS: -lglue_connections -lcjson -lsodium -lyaml -lsqlite3 -lm
#include <sqlite3.h>
int sqlite3_glueconnections_init(sqlite3 *db, char **message, const sqlite3_api_routines *api);
static int add_extension(void) {
  return sqlite3_auto_extension((void (*)(void))sqlite3_glueconnections_init);
}
*/
import "C"

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/canonical/go-dqlite/app"
	"github.com/canonical/go-dqlite/client"
	"github.com/canonical/go-dqlite/driver"
)

const nodes = 3
const basePort = 18470

func address(number int) string { return fmt.Sprintf("127.0.0.1:%d", basePort+number) }

func die(what string, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, what+":", err)
		os.Exit(1)
	}
}

// ---- a node ---------------------------------------------------------------------------------------

func node(number int, folder string) {
	if rc := C.add_extension(); rc != C.SQLITE_OK {
		die("sqlite3_auto_extension", fmt.Errorf("code %d", int(rc)))
	}
	options := []app.Option{app.WithAddress(address(number)), app.WithVoters(nodes), app.WithRolesAdjustmentFrequency(time.Second)}
	if number > 0 {
		options = append(options, app.WithCluster([]string{address(0)}))
	}
	server, err := app.New(folder, options...)
	die("app.New", err)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	die("app.Ready", server.Ready(ctx))
	select {}
}

// ---- the test -------------------------------------------------------------------------------------

type cluster struct {
	folder  string
	process [nodes]*exec.Cmd
	ended   [nodes]chan error // how the process has ended
	db      *sql.DB
	store   client.NodeStore
}

func (c *cluster) start(number int) {
	folder := filepath.Join(c.folder, "node"+strconv.Itoa(number))
	die("mkdir", os.MkdirAll(folder, 0o700))
	log, err := os.OpenFile(folder+".log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	die("log", err)
	process := exec.Command(os.Args[0], "node", strconv.Itoa(number), folder)
	process.Stdout, process.Stderr = log, log
	die("start", process.Start())
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	c.process[number], c.ended[number] = process, ended
}

func (c *cluster) kill(number int) {
	if c.process[number] != nil {
		_ = c.process[number].Process.Kill()
		<-c.ended[number]
		c.process[number] = nil
	}
}

// The leader's client and number; waits for an election.
func (c *cluster) leader() (*client.Client, int) {
	for try := 0; try < 300; try++ {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		leader, err := client.FindLeader(ctx, c.store)
		if err == nil {
			info, err := leader.Leader(ctx)
			if err == nil && info != nil {
				for number := 0; number < nodes; number++ {
					if info.Address == address(number) {
						cancel()
						return leader, number
					}
				}
			}
			leader.Close()
		}
		cancel()
		time.Sleep(100 * time.Millisecond)
	}
	die("leader", fmt.Errorf("nobody leads"))
	return nil, 0
}

// The extension's own refusals, which are final: <Exception>: <text>, whatever that text is about.
var refusal = regexp.MustCompile("[A-Za-z]+Exception: ")

// Errors after which a client tries again: no leader, or a lock, for which dqlite never waits.
func isPassing(err error) bool {
	text := err.Error()
	if refusal.MatchString(text) {
		return false
	}
	for _, piece := range []string{"locked", "busy", "no available", "leader", "connection", "EOF", "deadline", "i/o timeout",
		"broken pipe", "reset", "checkpoint", "bad", "rolled back"} {
		if strings.Contains(strings.ToLower(text), piece) {
			return true
		}
	}
	return false
}

// Whether a refusal means that nothing was done, whatever became of the leader.
func isNotDone(err error) bool {
	text := strings.ToLower(err.Error())
	return strings.Contains(text, "locked") || strings.Contains(text, "busy")
}

func (c *cluster) exec(statement string, arguments ...interface{}) error {
	var err error
	for try := 0; try < 200; try++ {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		_, err = c.db.ExecContext(ctx, statement, arguments...)
		cancel()
		if err == nil || !isPassing(err) {
			return err
		}
		time.Sleep(time.Duration(20+rand.Intn(80)) * time.Millisecond)
	}
	return err
}

func (c *cluster) text(statement string, arguments ...interface{}) string {
	var err error
	for try := 0; try < 200; try++ {
		var text sql.NullString
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		err = c.db.QueryRowContext(ctx, statement, arguments...).Scan(&text)
		cancel()
		if err == nil {
			return text.String
		}
		if !isPassing(err) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return "ERROR " + err.Error()
}

var passed, failed int

func is(what, actual, expected string) {
	if actual == expected {
		passed++
		return
	}
	failed++
	fmt.Printf("FAILED: %s\n  it is     %s\n  should be %s\n", what, actual, expected)
}

func has(what string, err error, piece string) {
	text := fmt.Sprint(err)
	if strings.Contains(text, piece) {
		passed++
		return
	}
	failed++
	fmt.Printf("FAILED: %s\n  it is       %s\n  should have %s\n", what, text, piece)
}

const custom = `INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, 'CUSTOM', '{}')`
const secret = `INSERT INTO connections(name, connection_type, connection_properties) VALUES(?, 'JDBC',
  '{"JDBC_CONNECTION_URL":"jdbc:mysql://db.example.com/d","USERNAME":"u","PASSWORD":"s3cret"}')`

// Eight clients insert the same names; each name has one winner.
func (c *cluster) race(names int) {
	var lock sync.Mutex
	winners := map[string]int{}
	var group sync.WaitGroup
	for worker := 0; worker < 8; worker++ {
		group.Add(1)
		go func(worker int) {
			defer group.Done()
			for i := 0; i < names; i++ {
				name := fmt.Sprintf("race-%d", (i+worker)%names)
				err := c.exec(custom, name)
				lock.Lock()
				if err == nil {
					winners[name]++
				} else if !strings.Contains(err.Error(), "AlreadyExistsException") {
					has("race", err, "AlreadyExistsException")
				}
				lock.Unlock()
			}
		}(worker)
	}
	group.Wait()
	for i := 0; i < names; i++ {
		name := fmt.Sprintf("race-%d", i)
		is("one winner of "+name, strconv.Itoa(winners[name]), "1")
	}
}

// Where an answer is lost, database/sql tries again by itself, and what it then says is of the second try:
// not so with a connection of one's own.
func (c *cluster) once(ctx context.Context, statement string, name string) error {
	conn, err := c.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.ExecContext(ctx, statement, name)
	return err
}

type journal struct {
	sync.Mutex
	inserted, deleted, unknown map[string]bool
	transactions               [][]string
}

// Inserts, transactions of five and deletions until the time is up. What is answered is noted; where the
// answer is lost, nobody knows.
func (c *cluster) work(worker int, until time.Time, notes *journal) {
	var mine []string
	for round := 0; time.Now().Before(until); round++ {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		var names []string
		var err error
		isDelete := round%4 == 3 && len(mine) > 0
		switch {
		case isDelete:
			names, mine = mine[:1], mine[1:]
			err = c.once(ctx, "DELETE FROM connections WHERE name = ?", names[0])
		case round%4 == 2:
			var tx *sql.Tx
			if tx, err = c.db.BeginTx(ctx, nil); err != nil {
				cancel()
				time.Sleep(50 * time.Millisecond)
				continue
			}
			for i := 0; i < 5 && err == nil; i++ {
				names = append(names, fmt.Sprintf("load-%d-%d-%d", worker, round, i))
				_, err = tx.ExecContext(ctx, secret, names[i])
			}
			if err == nil {
				err = tx.Commit()
			} else {
				_ = tx.Rollback()
			}
		default:
			names = []string{fmt.Sprintf("load-%d-%d", worker, round)}
			err = c.once(ctx, secret, names[0])
		}
		cancel()
		notes.Lock()
		switch {
		case err != nil && refusal.MatchString(err.Error()):
			has("an insert or delete with nothing wrong", err, "<nil>")
		case err != nil && isNotDone(err):
			if isDelete {
				mine = append(mine, names...)
			}
		case isDelete:
			notes.deleted[names[0]] = err == nil
			if err != nil {
				notes.unknown[names[0]] = true
			}
		default:
			for _, name := range names {
				if err == nil {
					notes.inserted[name] = true
					mine = append(mine, name)
				} else {
					notes.unknown[name] = true
				}
			}
			if len(names) > 1 {
				notes.transactions = append(notes.transactions, names)
			}
		}
		notes.Unlock()
		if err != nil {
			time.Sleep(time.Duration(20+rand.Intn(60)) * time.Millisecond)
		}
	}
}

// Holds what was noted against what is there.
func (c *cluster) compare(notes *journal) {
	there := map[string]int{}
	rows, err := c.db.Query("SELECT name FROM connections WHERE name GLOB 'load-*'")
	die("names", err)
	for rows.Next() {
		var name string
		die("scan", rows.Scan(&name))
		there[name]++
	}
	rows.Close()
	lost, twice, undead, halves := 0, 0, 0, 0
	for name := range notes.inserted {
		if _, deleted := notes.deleted[name]; !deleted && there[name] == 0 {
			lost++
		}
	}
	for name, times := range there {
		if times > 1 {
			twice++
		}
		if notes.deleted[name] {
			undead++
		}
	}
	for _, names := range notes.transactions {
		found, counted := 0, 0
		for _, name := range names {
			if _, deleted := notes.deleted[name]; !deleted {
				counted++
				found += there[name]
			}
		}
		if found != 0 && found != counted {
			halves++
		}
	}
	is("acknowledged inserts that are lost", strconv.Itoa(lost), "0")
	is("connections that are there twice", strconv.Itoa(twice), "0")
	is("acknowledged deletions that are not", strconv.Itoa(undead), "0")
	is("transactions of which a part is there", strconv.Itoa(halves), "0")
	fmt.Printf("%d inserts and %d deletions acknowledged, %d transactions, %d answers lost\n",
		len(notes.inserted), len(notes.deleted), len(notes.transactions), len(notes.unknown))
}

func test(folder string, seconds int) {
	c := &cluster{folder: folder}
	defer func() {
		for number := 0; number < nodes; number++ {
			c.kill(number)
		}
	}()
	store := client.NewInmemNodeStore()
	var infos []client.NodeInfo
	for number := 0; number < nodes; number++ {
		infos = append(infos, client.NodeInfo{Address: address(number)})
	}
	die("store", store.Set(context.Background(), infos))
	c.store = store
	silent := func(client.LogLevel, string, ...interface{}) {}
	dqlite, err := driver.New(store, driver.WithLogFunc(silent), driver.WithContextTimeout(3*time.Second))
	die("driver", err)
	sql.Register("dqlite-test", dqlite)
	c.db, err = sql.Open("dqlite-test", "inventory")
	die("open", err)
	c.db.SetMaxOpenConns(16)
	for number := 0; number < nodes; number++ {
		c.start(number)
		time.Sleep(500 * time.Millisecond)
	}
	die("table", c.exec("CREATE VIRTUAL TABLE connections USING glue_connections(account_id=123456789012, region=eu-west-1, quota=0)"))

	// what a client sees
	is("version", c.text("SELECT glue_version()"), "1.0.0")
	die("insert", c.exec(custom, "first"))
	has("a duplicate", c.exec(custom, "first"), "AlreadyExistsException: Connection already exists: first")
	has("an invalid request", c.exec(custom, ""), "InvalidInputException")
	is("ARN", c.text("SELECT arn FROM connections"), "arn:aws:glue:eu-west-1:123456789012:connection/first")
	is("an index serves", c.text("SELECT count(*) FROM connections WHERE name = ?", "first"), "1")
	die("password", c.exec(secret, "secretive"))
	for _, call := range []string{"glue_decrypt(request)", "glue_keyring()", "glue_keyring('/tmp/x')", "glue_create_key('arn:aws:kms:x:1:key/x')"} {
		is("refused: "+call, c.text("SELECT " + call + " FROM connections WHERE name = 'secretive'")[:5], "ERROR")
	}

	c.race(10)

	// leaders are killed and deposed while eight clients write
	notes := &journal{inserted: map[string]bool{}, deleted: map[string]bool{}, unknown: map[string]bool{}}
	until := time.Now().Add(time.Duration(seconds) * time.Second)
	var group sync.WaitGroup
	for worker := 0; worker < 8; worker++ {
		group.Add(1)
		go func(worker int) { defer group.Done(); c.work(worker, until, notes) }(worker)
	}
	kills, transfers := 0, 0
	for time.Now().Before(until.Add(-3 * time.Second)) {
		leader, number := c.leader()
		if transfers < 5*(kills+1) && transfers < 15 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			members, err := leader.Cluster(ctx)
			if err == nil {
				for _, member := range members {
					if member.Address != address(number) && member.Role == client.Voter && leader.Transfer(ctx, member.ID) == nil {
						transfers++
						break
					}
				}
			}
			cancel()
			leader.Close()
			time.Sleep(150 * time.Millisecond)
			continue
		}
		leader.Close()
		if kills < 3 {
			c.kill(number)
			time.Sleep(time.Second)
			c.start(number)
			kills++
			time.Sleep(time.Second)
		} else {
			time.Sleep(200 * time.Millisecond)
		}
	}
	group.Wait()
	is("leaders killed", strconv.Itoa(kills), "3")
	is("transfers", strconv.Itoa(transfers), "15")
	fmt.Printf("%d leaders killed, %d transfers of leadership\n", kills, transfers)
	c.compare(notes)
	is("sound", fmt.Sprint(c.exec("INSERT INTO connections(connections) VALUES('integrity-check')")), "<nil>")
	is("counters", c.text("SELECT (SELECT sum(connections) FROM connections_catalogs) - (SELECT count(*) FROM connections)"), "0")
	is("rekey", fmt.Sprint(c.exec("INSERT INTO connections(connections) VALUES('rekey')")), "<nil>")

	// the database as a file, for the shell to open its secrets
	leader, _ := c.leader()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	files, err := leader.Dump(ctx, "inventory")
	die("dump", err)
	for _, file := range files {
		die("write", os.WriteFile(filepath.Join(folder, filepath.Base(file.Name)), file.Data, 0o600))
	}
	leader.Close()

	// what dqlite itself cannot do, with an ordinary table
	die("ordinary", c.exec("CREATE TABLE ordinary(a UNIQUE)"))
	is("RETURNING in a query", c.text("INSERT INTO ordinary VALUES(1) RETURNING a"), "1")
	c.ends("PRAGMA wal_checkpoint(TRUNCATE)")
	c.ends("INSERT INTO ordinary VALUES(1) RETURNING a")
	c.ends("PRAGMA journal_mode = delete")
	is("the text of an error in a SELECT", strconv.FormatBool(strings.Contains(c.text("SELECT abs(-9223372036854775808)"), "overflow")), "false")
}

// The statement, sent as a query, ends the process of the leader, which is started again.
func (c *cluster) ends(statement string) {
	for try := 0; try < 20; try++ {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		var text sql.NullString
		_ = c.db.QueryRowContext(ctx, statement).Scan(&text)
		cancel()
		time.Sleep(200 * time.Millisecond)
		for number := 0; number < nodes; number++ {
			select {
			case err := <-c.ended[number]:
				has("ended by "+statement, err, "signal: aborted")
				c.start(number)
				is("the cluster goes on", c.text("SELECT count(*) FROM connections WHERE name = 'first'"), "1")
				return
			default:
			}
		}
	}
	is(statement, "goes on", "ends a node")
}

func main() {
	switch {
	case len(os.Args) == 4 && os.Args[1] == "node":
		number, err := strconv.Atoi(os.Args[2])
		die("number", err)
		node(number, os.Args[3])
	case len(os.Args) == 4 && os.Args[1] == "test":
		seconds, err := strconv.Atoi(os.Args[3])
		die("seconds", err)
		test(os.Args[2], seconds)
		fmt.Printf("%d passed, %d failed\n", passed, failed)
		if failed > 0 {
			os.Exit(1)
		}
	default:
		die("usage", fmt.Errorf("dqlite node NUMBER FOLDER | dqlite test FOLDER SECONDS"))
	}
}
