package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func main() {
	openID, grantCode, openKey := @open_id@, @grant_code@, @key@
	params := @body@
	nonce, timestamp := fmt.Sprint(1+rand.Intn(1e9)), fmt.Sprint(time.Now().Unix())
	mac := hmac.New(sha1.New, []byte(openKey))
	fmt.Fprintf(mac, "%s@signed_grant_code@=%s&@signed_nonce@=%s&@signed_open_id@=%s&@signed_timestamp@=%s",
		"@signed_first@", grantCode, nonce, openID, timestamp)
	token := url.QueryEscape(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	body, err := json.Marshal(map[string]any{
		"@sent_open_id@": openID, "@sent_grant_code@": grantCode, "@sent_nonce@": nonce,
		"@sent_timestamp@": timestamp, "@sent_token@": token, "@sent_params@": json.RawMessage(params),@action_json@
	})
	if err != nil {
		panic(err)
	}
	answer, err := http.Post(@url@, "application/json", strings.NewReader(string(body)))
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
