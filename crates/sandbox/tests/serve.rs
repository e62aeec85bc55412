//! The sandbox over a real socket.

mod support;

use support::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

#[tokio::test]
async fn a_signed_call_is_answered_over_http() {
    let sandbox = sandbox();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(sandbox.clone().serve(listener));

    let call = coupon_qince_wire::voucher::GetVoucherInfos::default();
    let request = coupon_qince_wire::encode(&qince_account(&sandbox), &stamp(&sandbox), &call);
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}",
        request.uri().path()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();

    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/json;charset=utf-8\r\n"), "{answer}");
    assert!(answer.contains(r#"{"return_code":"0","return_msg":"操作成功","msg_id":"X000001""#));
}

#[tokio::test]
async fn seeded_rows_are_what_the_documents_describe() {
    let sandbox = sandbox();
    let call = coupon_qince_wire::voucher::GetVoucherInfos::default();
    let answer = qince_call(&sandbox, &call).await.unwrap();
    assert_eq!(answer.rows.len(), 16);
    for row in &answer.rows {
        let voucher = row.decode().unwrap();
        assert!(voucher.start_date <= voucher.end_date);
        assert_eq!(voucher.id.unwrap().len(), 19);
        assert!(voucher.name.unwrap().chars().count() <= 32);
    }
}
