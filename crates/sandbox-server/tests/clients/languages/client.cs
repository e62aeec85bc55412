// Every call of a list, in C#: csc client.cs (mcs with Mono), then client.exe access.tsv calls.tsv
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

static class Client
{
    static Dictionary<string, string> access;

    static IEnumerable<string[]> Lines(string file)
    {
        return File.ReadAllLines(file, Encoding.UTF8).Select(line => line.Split('\t'));
    }

    static void Post(string url, string body, string code)
    {
        var client = new WebClient { Encoding = Encoding.UTF8 };
        client.Headers[HttpRequestHeader.ContentType] = "application/json";
        string answer = client.UploadString(url, body);
        if (!Regex.IsMatch(answer, "\"" + code + "\":\"?0\"?[,}]")) throw new Exception(url + ": " + answer);
    }

    static void Qince(string path, string body)
    {
        string timestamp = DateTime.UtcNow.AddHours(8).ToString("yyyyMMddHHmmss");
        byte[] sum = MD5.Create().ComputeHash(Encoding.UTF8.GetBytes(body + "|" + access["app_key"] + "|" + timestamp));
        string digest = BitConverter.ToString(sum).Replace("-", "").ToLower();
        Post(string.Join("/", access["base_url"], "api", path, access["openid"], timestamp, digest, Guid.NewGuid().ToString()),
            body, "return_code");
    }

    static void Qmai(string path, string action, string parameters)
    {
        Func<string, string> name = key => action == "" ? key : char.ToUpper(key[0]) + key.Substring(1);
        var epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal) {
            { name("openId"), access["open_id"] }, { name("grantCode"), access["grant_code"] },
            { name("nonce"), new Random().Next(1, 999999999).ToString() },
            { name("timestamp"), ((long)(DateTime.UtcNow - epoch).TotalSeconds).ToString() },
        };
        string text = string.Join("&", values.Select(pair => pair.Key + "=" + pair.Value));
        byte[] sum = new HMACSHA1(Encoding.UTF8.GetBytes(access["open_key"])).ComputeHash(Encoding.UTF8.GetBytes(text));
        values[name("token")] = Uri.EscapeDataString(Convert.ToBase64String(sum));
        if (action != "") values["Action"] = action;
        string fields = string.Join(",", values.Select(pair => "\"" + pair.Key + "\":\"" + pair.Value + "\""));
        Post(access["base_url"] + "/" + path, "{" + fields + ",\"" + name("params") + "\":" + parameters + "}", "code");
    }

    static void Main(string[] args)
    {
        access = Lines(args[0]).ToDictionary(line => line[0], line => line[1]);
        foreach (string[] line in Lines(args[1]))
        {
            if (line[1] == "qince") Qince(line[2], line[4]);
            else Qmai(line[2], line[3], line[4]);
            Console.WriteLine(line[0]);
        }
    }
}
