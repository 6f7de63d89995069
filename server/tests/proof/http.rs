//! HTTP/1.1 over one kept connection, and nothing more: a proof must know exactly what was sent and what came.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    /// What is sent as `Cookie`.
    pub cookie: Option<String>,
}

pub struct Reply {
    pub status: u16,
    /// The first part of `Set-Cookie`.
    pub cookie: Option<String>,
    /// What is sent as `Retry-After`.
    pub after: Option<String>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, stream: None, cookie: None }
    }

    /// The same person, at another address.
    pub fn moved(&self, address: SocketAddr) -> Self {
        Self { address, stream: None, cookie: self.cookie.clone() }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub async fn get(&mut self, path: &str) -> Result<Reply> {
        self.request("GET", path, "text/html", &[]).await
    }

    pub async fn json(&mut self, path: &str, body: &[u8]) -> Result<Reply> {
        self.request("POST", path, "application/json", body).await
    }

    pub async fn form(&mut self, path: &str, body: &[u8]) -> Result<Reply> {
        self.request("POST", path, "application/x-www-form-urlencoded", body).await
    }

    pub async fn put(&mut self, path: &str, body: &[u8]) -> Result<Reply> {
        self.request("PUT", path, "application/octet-stream", body).await
    }

    async fn request(&mut self, method: &str, path: &str, mime: &str, body: &[u8]) -> Result<Reply> {
        let reply = self.exchange(method, path, mime, body).await;
        if reply.is_err() {
            self.stream = None;
        }
        reply
    }

    async fn exchange(&mut self, method: &str, path: &str, mime: &str, body: &[u8]) -> Result<Reply> {
        let cookie = self.cookie.as_ref().map(|cookie| format!("cookie: {cookie}\r\n")).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: {mime}\r\ncontent-length: {}\r\n{cookie}\r\n",
            self.address,
            body.len()
        );
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(BufReader::new(stream));
        }
        let Some(stream) = &mut self.stream else { return Err(ErrorKind::NotConnected.into()) };
        stream.get_mut().write_all(&[head.as_bytes(), body].concat()).await?;
        read(stream).await
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Result<Reply> {
    let status = line(stream).await?;
    let status =
        status.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?;
    let (mut cookie, mut after, mut length, mut chunked) = (None, None, 0, false);
    loop {
        let line = line(stream).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "set-cookie" => cookie = value.split(';').next().map(str::to_owned),
            "retry-after" => after = Some(value.to_owned()),
            "content-length" => length = value.parse().map_err(Error::other)?,
            "transfer-encoding" => chunked = true,
            _ => {}
        }
    }
    let mut body = Vec::new();
    if chunked {
        loop {
            let size = usize::from_str_radix(line(stream).await?.trim(), 16).map_err(Error::other)?;
            take(stream, size, &mut body).await?;
            line(stream).await?;
            if size == 0 {
                break;
            }
        }
    } else {
        take(stream, length, &mut body).await?;
    }
    Ok(Reply { status, cookie, after, body })
}

async fn take(stream: &mut BufReader<TcpStream>, size: usize, body: &mut Vec<u8>) -> Result<()> {
    let start = body.len();
    body.resize(start + size, 0);
    stream.read_exact(body.get_mut(start..).unwrap_or_default()).await?;
    Ok(())
}

async fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}
