//! A task of the Windows Task Scheduler.
//!
//! Not allowed in here: rights of an administrator.

use super::Night;

/// The task as XML, with how to install it.
pub(super) fn task(night: &Night) -> String {
    let Night { name, at, .. } = night;
    let words = night.words();
    let (program, arguments) = words.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
    let arguments = arguments.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    format!(
        "\
<?xml version=\"1.0\"?>
<!-- A task for the Windows Task Scheduler. To install, in PowerShell, after saving this as concordat-{name}.xml:
       Register-ScheduledTask -TaskName \"concordat {name}\" -Xml (Get-Content concordat-{name}.xml -Raw)
     The Task Scheduler does not look at exit codes. So the night is tried again each hour for three hours:
     after a good night the second finds nothing to do and ends at once. A night that was missed is made up for.
     Keys and tokens that a place needs are environment variables of the account that runs the task.
     'concordat status' with max-age 26h, run by whatever watches the machine, tells when a night is missing. -->
<Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">
  <RegistrationInfo>
    <Description>concordat: the night of {name}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <Repetition>
        <Interval>PT1H</Interval>
        <Duration>PT3H</Duration>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <StartBoundary>2026-01-01T{at}:00</StartBoundary>
      <Enabled>true</Enabled>
      <RandomDelay>PT10M</RandomDelay>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <ExecutionTimeLimit>PT4H</ExecutionTimeLimit>
    <Enabled>true</Enabled>
  </Settings>
  <Actions>
    <Exec>
      <Command>{}</Command>
      <Arguments>{}</Arguments>
    </Exec>
  </Actions>
</Task>
",
        escaped(program),
        escaped(&arguments)
    )
}

/// A word as Windows programs split their command line. A path cannot hold a quote there.
fn quoted(word: &str) -> String {
    if word.contains(' ') { format!("\"{}\"", word.trim_end_matches('\\')) } else { word.to_owned() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_with_blanks_and_signs_of_xml_are_safe() {
        let mut night = super::super::example();
        night.pipeline = r"C:\Health & Care\south-tees\".into();
        let task = task(&night);
        let arguments = r#"run "C:\Health &amp; Care\south-tees"</Arguments>"#;
        assert!(task.contains(arguments), "{task}");
        assert!(task.contains("<StartBoundary>2026-01-01T02:05:00</StartBoundary>"), "{task}");
        let comment = task.split("<!--").nth(1).and_then(|rest| rest.split("-->").next());
        assert!(comment.is_some_and(|comment| !comment.contains("--")), "XML permits no -- in a comment");
    }
}
