//! The text that Prometheus reads (its text format 0.0.4).

use std::fmt::{Display, Write as _};

use super::Timings;

/// What it is called over HTTP.
pub const TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Grows by one measurement after the other.
#[derive(Debug, Default)]
pub struct Text(String);

/// `route="/hjem",status="2xx"`. What stands in it is ours: routes, and words of the program.
fn labels(labels: &[(&str, &str)]) -> String {
    let label = |(name, value): &(&str, &str)| format!("{name}=\"{value}\"");
    labels.iter().map(label).collect::<Vec<_>>().join(",")
}

impl Text {
    /// What a measurement is. `kind` is `counter`, `gauge` or `histogram`.
    pub fn measurement(&mut self, name: &str, kind: &str, what: &str) {
        let _ = writeln!(self.0, "# HELP {name} {what}\n# TYPE {name} {kind}");
    }

    /// A value of it.
    pub fn value(&mut self, name: &str, of: &[(&str, &str)], value: impl Display) {
        let of = if of.is_empty() { String::new() } else { format!("{{{}}}", labels(of)) };
        let _ = writeln!(self.0, "{name}{of} {value}");
    }

    /// A measurement that has one value.
    pub fn one(&mut self, name: &str, kind: &str, what: &str, value: impl Display) {
        self.measurement(name, kind, what);
        self.value(name, &[], value);
    }

    /// The values of a histogram.
    pub fn timings(&mut self, name: &str, of: &[(&str, &str)], timings: &Timings) {
        let bucket = format!("{name}_bucket");
        for (bound, count) in timings.within() {
            self.value(&bucket, &[of, &[("le", bound.to_string().as_str())]].concat(), count);
        }
        let count = timings.count();
        self.value(&bucket, &[of, &[("le", "+Inf")]].concat(), count);
        self.value(&format!("{name}_sum"), of, timings.seconds());
        self.value(&format!("{name}_count"), of, count);
    }

    /// All of it.
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_is_written_as_prometheus_reads_it() {
        let mut text = Text::default();
        text.one("open", "gauge", "How many are open.", 3);
        let timings = Timings::default();
        for millis in [1, 4, 20_000] {
            timings.took(Duration::from_millis(millis));
        }
        text.measurement("seconds", "histogram", "How long.");
        text.timings("seconds", &[("route", "/")], &timings);
        let text = text.finish();
        assert!(text.starts_with("# HELP open How many are open.\n# TYPE open gauge\nopen 3\n"), "{text}");
        for line in [
            r#"seconds_bucket{route="/",le="0.001"} 1"#,
            r#"seconds_bucket{route="/",le="0.002"} 1"#,
            r#"seconds_bucket{route="/",le="0.005"} 2"#,
            r#"seconds_bucket{route="/",le="10"} 2"#,
            r#"seconds_bucket{route="/",le="+Inf"} 3"#,
            r#"seconds_sum{route="/"} 20.005"#,
            r#"seconds_count{route="/"} 3"#,
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in {text}");
        }
    }
}
