package main

import (
	"crypto/md5"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

func main() {
	openid, appKey := @openid@, @key@
	body := @body@
	timestamp := time.Now().In(time.FixedZone("Beijing", 8*3600)).Format("20060102150405")
	digest := fmt.Sprintf("%x", md5.Sum([]byte(body+"|"+appKey+"|"+timestamp)))
	id := make([]byte, 16)
	rand.Read(id)
	url := fmt.Sprintf("%s/%s/%s/%s/%x", @url@, openid, timestamp, digest, id)
	answer, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
}
