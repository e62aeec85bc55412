// Every call of a list, in Go: go run client.go access.tsv calls.tsv
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"math/rand"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

func lines(file string) [][]string {
	text, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	var lines [][]string
	for _, line := range strings.Split(strings.TrimRight(string(text), "\n"), "\n") {
		lines = append(lines, strings.Split(line, "\t"))
	}
	return lines
}

var access = map[string]string{}

func post(address string, body []byte, code, message string) {
	answer, err := http.Post(address, "application/json; charset=utf-8", bytes.NewReader(body))
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	var fields map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&fields); err != nil {
		log.Fatal(err)
	}
	if fmt.Sprint(fields[code]) != "0" {
		log.Fatalf("%s: %v %v", address, fields[code], fields[message])
	}
}

func qince(path, body string) {
	zone := time.FixedZone("CST", 8*60*60)
	timestamp := time.Now().In(zone).Format("20060102150405")
	sum := md5.Sum([]byte(body + "|" + access["app_key"] + "|" + timestamp))
	id := strconv.FormatInt(time.Now().UnixNano(), 10)
	address := strings.Join([]string{access["base_url"], "api", path, access["openid"], timestamp, hex.EncodeToString(sum[:]), id}, "/")
	post(address, []byte(body), "return_code", "return_msg")
}

func qmai(path, action, params string) {
	name := func(key string) string {
		if action == "" {
			return key
		}
		return strings.ToUpper(key[:1]) + key[1:]
	}
	nonce, now := rand.Intn(1e9)+1, time.Now().Unix()
	text := fmt.Sprintf("%s=%s&%s=%d&%s=%s&%s=%d", name("grantCode"), access["grant_code"],
		name("nonce"), nonce, name("openId"), access["open_id"], name("timestamp"), now)
	mac := hmac.New(sha1.New, []byte(access["open_key"]))
	mac.Write([]byte(text))
	body := map[string]any{
		name("grantCode"): access["grant_code"], name("openId"): access["open_id"],
		name("nonce"): nonce, name("timestamp"): now,
		name("token"):  url.QueryEscape(base64.StdEncoding.EncodeToString(mac.Sum(nil))),
		name("params"): json.RawMessage(params),
	}
	if action != "" {
		body["Action"] = action
	}
	sent, err := json.Marshal(body)
	if err != nil {
		log.Fatal(err)
	}
	post(access["base_url"]+"/"+path, sent, "code", "message")
}

func main() {
	for _, line := range lines(os.Args[1]) {
		access[line[0]] = line[1]
	}
	for _, line := range lines(os.Args[2]) {
		if line[1] == "qince" {
			qince(line[2], line[4])
		} else {
			qmai(line[2], line[3], line[4])
		}
		fmt.Println(line[0])
	}
}
