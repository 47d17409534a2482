//! A Kubernetes `CronJob`.
//!
//! Not allowed in here: a setting that depends on a vendor.

use serde_json::json;

use super::Night;

/// The `CronJob`, with what has to be set before it is applied.
pub(super) fn cron_job(night: &Night) -> String {
    let Night { name, at, .. } = night;
    let pipeline = json!(format!("/declarations/pipelines/{name}"));
    format!(
        "\
# A Kubernetes CronJob. Before 'kubectl apply -f': set the image, the claim of the home and the time zone,
# and build the image with the declarations below /declarations (pipelines/ and schemas/ side by side).
# Exit codes: 1, 2 and 4 need a person, so the job fails at once; 3 (network, disk) and 75 (another run holds the
# lock) are tried again with back-off. Kubernetes knows no good end but 0, so a degraded night is told to end with 0;
# 'concordat status' tells what was late.
apiVersion: batch/v1
kind: CronJob
metadata:
  name: concordat-{name}
spec:
  schedule: \"{} {} * * *\"
  timeZone: Europe/London
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 14400
  successfulJobsHistoryLimit: 7
  failedJobsHistoryLimit: 7
  jobTemplate:
    spec:
      backoffLimit: 5
      activeDeadlineSeconds: 14400
      podFailurePolicy:
        rules:
          - action: FailJob
            onExitCodes:
              containerName: concordat
              operator: In
              values: [1, 2, 4]
          - action: Count
            onExitCodes:
              containerName: concordat
              operator: In
              values: [3, 75]
          - action: Ignore
            onPodConditions:
              - type: DisruptionTarget
      template:
        spec:
          restartPolicy: Never
          securityContext:
            runAsNonRoot: true
            runAsUser: 10001
            fsGroup: 10001
          containers:
            - name: concordat
              image: registry.example/concordat:set-a-version
              args: [\"--home\", \"/home/concordat/var\", \"--log-format\", \"json\", \"run\", {pipeline}, \"--degraded-ok\"]
              envFrom:
                # Keys and tokens that the place needs.
                - secretRef: {{name: concordat-{name}, optional: true}}
              resources:
                requests: {{cpu: \"1\", memory: 4Gi}}
                limits: {{memory: 8Gi}}
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
              volumeMounts:
                - {{name: home, mountPath: /home/concordat/var}}
                - {{name: temporary, mountPath: /tmp}}
          volumes:
            - name: home
              persistentVolumeClaim: {{claimName: concordat-home}}
            - name: temporary
              emptyDir: {{}}
",
        at.minute, at.hour
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_decide_what_is_tried_again() {
        let job = cron_job(&super::super::example());
        assert!(job.contains("schedule: \"5 2 * * *\""), "{job}");
        assert!(job.contains("values: [1, 2, 4]") && job.contains("values: [3, 75]"), "{job}");
        assert!(job.contains("concurrencyPolicy: Forbid"), "{job}");
        assert!(job.contains("\"/declarations/pipelines/south-tees\", \"--degraded-ok\"]"), "{job}");
    }
}
