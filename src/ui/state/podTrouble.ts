/** Words under STATUS that say that a container cannot be started, or cannot be kept running. */
const TROUBLE =
  /^(?:Init:)?(?:CrashLoopBackOff|OOMKilled|Error|ErrImagePull|ImagePullBackOff|CreateContainerConfigError|RunContainerError|ExitCode:\d+|Signal:\d+)$/

/** Whether a pod's STATUS, as kubectl prints it, is trouble that somebody should look at. */
export function isTrouble(status: string): boolean {
  return TROUBLE.test(status)
}
