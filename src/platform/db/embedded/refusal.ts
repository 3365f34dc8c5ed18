import { AppError } from '#platform/errors.ts'

/** Exit codes of a start that was refused (numbers of sysexits.h), so that scripts can tell the reasons apart. */
export const startExitCodes = {
  'database.binaries_missing': 69,
  'database.start_failed': 70,
  'database.not_writable': 73,
  'database.disk_full': 74,
  'database.already_running': 75,
  'database.other_version': 78,
  'database.roles_file_missing': 78,
} as const

/** The error of a start that cannot go on: what happened, what to do, and the exit code in `details.exitCode`. */
export function refusal(code: keyof typeof startExitCodes, message: string, cause?: unknown): AppError {
  const error = new AppError('unavailable', code, message, { exitCode: startExitCodes[code] })
  if (cause !== undefined) error.cause = cause
  return error
}

/** Refusal for a failed file operation in the data folder; anything but rights and space is a bug and passes. */
export function folderRefusal(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(folder, error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return refusal(
      'database.not_writable',
      `The data folder ${folder} is not writable for ${who()} (${code}). Make it writable, or choose another folder with HEARBACK_DATA.`,
      error,
    )
  }
  return error
}

/** Refusal when no space is left for the database. */
export function diskFull(folder: string, cause?: unknown): AppError {
  return refusal(
    'database.disk_full',
    `The disk of the data folder ${folder} is full. Free some space there, or choose another folder with HEARBACK_DATA; nothing that was saved before is lost.`,
    cause,
  )
}

function who() {
  const uid = process.getuid?.()
  return uid === undefined ? 'this user' : `user id ${uid}`
}
