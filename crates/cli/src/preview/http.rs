//! As much of HTTP/1.1 as the preview needs: one GET on a connection, answered and closed. Each connection has a thread of
//! its own, so that a stream that never ends keeps nobody waiting. (tiny_http was tried: where two connections come at
//! once, its pool may leave one in the queue until another ends, and a page then does not load.)

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::Duration,
};

/// Browsers open connections on which they never ask for anything.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of a request that are read.
const MOST: u64 = 32 * 1024;

/// What a browser asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    /// `GET`.
    pub(crate) method: String,
    /// Without query.
    pub(crate) path: String,
    /// The name of the server as the browser knows it, without port; empty if it does not say.
    pub(crate) host: String,
}

/// Hands every request to `answer`, for as long as the program runs.
pub(crate) fn serve<A>(listener: &TcpListener, answer: A)
where
    A: Fn(&Request, &mut TcpStream) -> io::Result<()> + Send + Sync + 'static,
{
    let answer = Arc::new(answer);
    for mut stream in listener.incoming().flatten() {
        let answer = Arc::clone(&answer);
        thread::spawn(move || {
            let request = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| read(&stream));
            // A browser that goes away or talks nonsense gets no answer, and the others go on.
            request.and_then(|request| answer(&request, &mut stream)).ok()
        });
    }
}

/// Reads a request up to the blank line behind its head.
fn read(stream: impl Read) -> io::Result<Request> {
    let mut lines = BufReader::new(stream.take(MOST)).lines();
    let mut next = || lines.next().unwrap_or_else(|| Err(io::ErrorKind::UnexpectedEof.into()));
    let first = next()?;
    let mut words = first.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (method, target) = (word().to_owned(), word());
    let path = target.split(['?', '#']).next().unwrap_or_default().to_owned();
    let mut request = Request { method, path, host: String::new() };
    loop {
        let line = next()?;
        if line.is_empty() {
            return Ok(request);
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("host")
        {
            request.host = value.trim().split(':').next().unwrap_or_default().to_owned();
        }
    }
}

/// Sends a whole answer.
pub(crate) fn respond(stream: &mut impl Write, status: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(&[head.as_bytes(), b"\r\n", body].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> Option<Request> {
        read(text.as_bytes()).ok()
    }

    #[test]
    fn a_request_is_its_method_its_path_and_its_host() {
        let expected = |method: &str, path: &str, host: &str| {
            Some(Request { method: method.to_owned(), path: path.to_owned(), host: host.to_owned() })
        };
        for (text, expected) in [
            ("GET / HTTP/1.1\r\nHost: localhost:80\r\n\r\n", expected("GET", "/", "localhost")),
            ("GET /a?b#c HTTP/1.0\r\nX: Host: y\r\nhOST:z\r\n\r\nmore", expected("GET", "/a", "z")),
            ("POST /a/b HTTP/1.1\n\n", expected("POST", "/a/b", "")),
            ("\r\n\r\n", expected("", "", "")),
        ] {
            assert_eq!(request(text), expected, "{text}");
        }
    }

    #[test]
    fn a_request_that_breaks_off_or_never_ends_is_none() {
        assert_eq!(request(""), None);
        assert_eq!(request("GET / HTTP/1.1\r\nHost: localhost\r\n"), None);
        let endless = io::repeat(b'a').chain(&b"\r\n\r\n"[..]);
        assert!(read(endless).is_err());
        assert!(read(&b"GET / \xff\r\n\r\n"[..]).is_err());
    }

    #[test]
    fn an_answer_says_how_long_it_is() {
        let mut sent = Vec::new();
        respond(&mut sent, "200 OK", &[("A", "b")], b"body").expect("a vector takes all");
        assert_eq!(sent, b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\nA: b\r\n\r\nbody");
    }
}
