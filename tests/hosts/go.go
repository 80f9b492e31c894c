// SPDX-License-Identifier: MIT
package main

// recipe
import (
	"database/sql"

	"github.com/mattn/go-sqlite3"
)

func init() { // database/sql keeps a pool: the driver loads the extension in each of its connections
	sql.Register("sqlite3_glue", &sqlite3.SQLiteDriver{Extensions: []string{"./dist/glue_connections"}})
}

func connect(path string) (*sql.DB, error) {
	return sql.Open("sqlite3_glue", path)
}

// end
