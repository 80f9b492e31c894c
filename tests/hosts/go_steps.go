// SPDX-License-Identifier: MIT
package main

import (
	"database/sql"
	"fmt"
	"os"
	"strconv"
	"strings"
)

var db *sql.DB

func execute(query string, values []any) ([][]any, error) {
	if !strings.HasPrefix(query, "SELECT") {
		_, err := db.Exec(query, values...)
		return nil, err
	}
	result, err := db.Query(query, values...)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	var rows [][]any
	columns, _ := result.Columns()
	for result.Next() {
		row := make([]any, len(columns))
		places := make([]any, len(columns))
		for i := range row {
			places[i] = &row[i]
		}
		if err := result.Scan(places...); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, result.Err()
}

func convert(value string) any {
	if !strings.HasPrefix(value, "#") {
		return value
	}
	if number, err := strconv.ParseInt(value[1:], 10, 64); err == nil {
		return number
	}
	number, _ := strconv.ParseFloat(value[1:], 64)
	return number
}

func text(rows [][]any) string {
	var lines []string
	for _, row := range rows {
		var columns []string
		for _, value := range row {
			if value == nil {
				value = ""
			}
			columns = append(columns, fmt.Sprint(value))
		}
		lines = append(lines, strings.Join(columns, "|"))
	}
	if len(lines) == 0 {
		return "ok"
	}
	return strings.Join(lines, "; ")
}

func step(query string, values []any) (rows [][]any, err error) {
	switch query {
	case "@reopen":
		db.Close()
		db, err = connect("catalog.db")
	case "@copy":
		if rows, err = execute("SELECT * FROM connections", nil); err != nil {
			return nil, err
		}
		for _, row := range rows {
			marks := strings.Repeat(", ?", len(row))[2:]
			if _, err = execute("INSERT INTO "+values[0].(string)+" VALUES("+marks+")", row); err != nil {
				return nil, err
			}
		}
		rows = nil
	default:
		rows, err = execute(query, values)
	}
	return rows, err
}

func main() {
	db, _ = connect("catalog.db")
	db.SetMaxOpenConns(1) // so that changes() asks the same connection
	version, err := execute("SELECT sqlite_version()", nil)
	fmt.Println("sqlite:", text(version))
	if err != nil {
		fmt.Println(err)
	}
	file, _ := os.ReadFile("steps.tsv")
	for _, line := range strings.Split(strings.TrimRight(string(file), "\n"), "\n") {
		parts := strings.Split(line, "\t")
		var values []any
		for _, value := range parts[2:] {
			values = append(values, convert(value))
		}
		rows, err := step(parts[1], values)
		if err != nil {
			fmt.Printf("%s: %v\n", parts[0], err)
		} else {
			fmt.Printf("%s: %s\n", parts[0], text(rows))
		}
	}
}
