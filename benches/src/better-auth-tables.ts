/** What Better Auth's documentation asks for, its sessions under another name so that both can stand in one database. */
export const BETTER_AUTH_MODELS = `
model User {
  id            String        @id
  name          String
  email         String        @unique
  emailVerified Boolean
  image         String?
  createdAt     DateTime
  updatedAt     DateTime
  sessions      AuthSession[]
  accounts      Account[]
}

model AuthSession {
  id        String   @id
  expiresAt DateTime
  token     String   @unique
  createdAt DateTime
  updatedAt DateTime
  ipAddress String?
  userAgent String?
  userId    String
  user      User     @relation(fields: [userId], references: [id])

  @@index([userId])
}

model Account {
  id                    String    @id
  accountId             String
  providerId            String
  userId                String
  user                  User      @relation(fields: [userId], references: [id])
  accessToken           String?
  refreshToken          String?
  idToken               String?
  accessTokenExpiresAt  DateTime?
  refreshTokenExpiresAt DateTime?
  scope                 String?
  password              String?
  createdAt             DateTime
  updatedAt             DateTime

  @@index([userId])
}

model Verification {
  id         String   @id
  identifier String
  value      String
  expiresAt  DateTime
  createdAt  DateTime
  updatedAt  DateTime
}
`

const TIME = 'timestamp(3) NOT NULL'

/** Their tables, for PostgreSQL. */
export const BETTER_AUTH_TABLES = [
  `CREATE TABLE "User" (id text PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, "emailVerified" boolean NOT NULL,
    image text, "createdAt" ${TIME}, "updatedAt" ${TIME})`,
  `CREATE TABLE "AuthSession" (id text PRIMARY KEY, "expiresAt" ${TIME}, token text NOT NULL UNIQUE, "createdAt" ${TIME},
    "updatedAt" ${TIME}, "ipAddress" text, "userAgent" text, "userId" text NOT NULL REFERENCES "User")`,
  `CREATE INDEX ON "AuthSession" ("userId")`,
  `CREATE TABLE "Account" (id text PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
    "userId" text NOT NULL REFERENCES "User", "accessToken" text, "refreshToken" text, "idToken" text,
    "accessTokenExpiresAt" timestamp(3), "refreshTokenExpiresAt" timestamp(3), scope text, password text,
    "createdAt" ${TIME}, "updatedAt" ${TIME})`,
  `CREATE TABLE "Verification" (id text PRIMARY KEY, identifier text NOT NULL, value text NOT NULL, "expiresAt" ${TIME},
    "createdAt" ${TIME}, "updatedAt" ${TIME})`,
]
