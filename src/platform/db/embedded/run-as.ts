import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { refusal } from '#platform/db/embedded/refusal.ts'

/** PostgreSQL refuses to run as root; this says as whom its programs run instead. */
export interface RunAs {
  readonly how: 'directly' | 'as another user' | 'in a user namespace'
  readonly uid?: number
  readonly gid?: number
  /** What stands before each program. */
  readonly prefix: readonly string[]
}

interface Account {
  name: string
  uid: number
  gid: number
}

const directly: RunAs = { how: 'directly', prefix: [] }

/**
 * Decides as whom the programs run. Not root: directly. Root: the owner of an existing cluster; else a user
 * meant for this work who can reach programs and data; else a user namespace, which needs no user at all and
 * works below a folder that only root can enter; else a common unprivileged user.
 */
export function decideRunAs(given: {
  clusterOwner: number | undefined
  dataOwner: number
  dataDir: string
  program: string
  env: NodeJS.ProcessEnv
}): RunAs {
  const me = process.getuid?.()
  if (me === undefined) return directly
  const accounts = readAccounts()
  if (me !== 0) return chooseUnprivileged(me, given.clusterOwner, accounts, given.dataDir)

  if (given.clusterOwner !== undefined && given.clusterOwner !== 0) {
    const owner = accounts.find((account) => account.uid === given.clusterOwner)
    return asUser({ name: '', uid: given.clusterOwner, gid: owner?.gid ?? given.clusterOwner })
  }
  const namespace = userNamespace(accounts)
  if (given.clusterOwner === 0) {
    if (namespace) return namespace
    throw refusal(
      'database.start_failed',
      `The database in ${given.dataDir} was made by root in a user namespace, and this machine refuses user namespaces now. Start as an ordinary user after: chown -R <user> ${given.dataDir}`,
    )
  }
  const reaches = (account: Account | undefined) => account && canReach(account, given)
  const named = (name: string) => accounts.find((account) => account.name === name && account.uid !== 0)
  const owner =
    given.dataOwner === 0 ? undefined : accounts.find((account) => account.uid === given.dataOwner)
  const fitting = [owner, named('hearback'), named('postgres')].find(reaches)
  if (fitting) return asUser(fitting)
  if (namespace) return namespace
  const common = [named('node'), named('nobody')].find(reaches)
  if (common) return asUser(common)
  throw refusal(
    'database.start_failed',
    `PostgreSQL does not run as root, and no other user can reach ${given.dataDir}. Start Hearback as an ordinary user that owns the data folder, or set DATABASE_URL.`,
  )
}

/** Program, arguments and spawn options of one call. */
export function command(runAs: RunAs, program: string, args: readonly string[]) {
  const all = [...runAs.prefix, program, ...args]
  return { file: all[0]!, args: all.slice(1), ids: { uid: runAs.uid, gid: runAs.gid } }
}

function chooseUnprivileged(
  me: number,
  clusterOwner: number | undefined,
  accounts: Account[],
  dataDir: string,
): RunAs {
  if (clusterOwner !== undefined && clusterOwner !== me) {
    throw refusal(
      'database.not_writable',
      `The database in ${dataDir} belongs to user id ${clusterOwner}, and this is user id ${me}. Start as that user, or change the owner of the folder.`,
    )
  }
  // A container may run under an id that has no name; initdb insists on one, which a namespace can lend.
  if (accounts.some((account) => account.uid === me)) return directly
  return userNamespace(accounts) ?? directly
}

const asUser = (account: Account): RunAs => ({
  how: 'as another user',
  uid: account.uid,
  gid: account.gid,
  prefix: [],
})

function userNamespace(accounts: Account[]): RunAs | undefined {
  const inner = accounts.find((account) => account.uid !== 0)
  if (!inner) return undefined
  const prefix = ['unshare', '--user', `--map-user=${inner.uid}`]
  const works = spawnSync(prefix[0]!, [...prefix.slice(1), 'true'], { stdio: 'ignore' }).status === 0
  return works ? { how: 'in a user namespace', prefix } : undefined
}

function canReach(
  account: Account,
  given: { dataDir: string; program: string; env: NodeJS.ProcessEnv },
): boolean {
  const script = 'test -x "$1" && exec "$2" --version'
  const answer = spawnSync('/bin/sh', ['-c', script, 'sh', given.dataDir, given.program], {
    uid: account.uid,
    gid: account.gid,
    env: given.env,
    cwd: '/',
    stdio: 'ignore',
  })
  return answer.status === 0
}

function readAccounts(): Account[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  } catch {
    return []
  }
}
