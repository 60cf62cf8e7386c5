-- The tables of Sess, for SQLite. The same that `prisma migrate` makes of schema/session.prisma.

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "revision" TEXT NOT NULL,
    "owner" TEXT,
    "userId" TEXT,
    "group" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "seenAt" BIGINT NOT NULL,
    "idleExpiresAt" BIGINT NOT NULL,
    "absoluteExpiresAt" BIGINT NOT NULL,
    "keepUntil" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "endedReason" TEXT,
    "endedBy" TEXT,
    "endedKeepUntil" BIGINT,
    "auth" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "locks" BIGINT NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "session_owner" (
    "owner" TEXT NOT NULL PRIMARY KEY,
    "notBefore" BIGINT,
    "mark" TEXT,
    "keepUntil" BIGINT NOT NULL,
    "sweepAt" BIGINT,
    "locks" BIGINT NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "session_device" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "session_used" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "session_owner_endedAt_absoluteExpiresAt_idx" ON "session"("owner", "endedAt", "absoluteExpiresAt");

-- CreateIndex
CREATE INDEX "session_keepUntil_idx" ON "session"("keepUntil");

-- CreateIndex
CREATE INDEX "session_owner_sweepAt_idx" ON "session_owner"("sweepAt");

-- CreateIndex
CREATE INDEX "session_device_expiresAt_idx" ON "session_device"("expiresAt");

-- CreateIndex
CREATE INDEX "session_used_expiresAt_idx" ON "session_used"("expiresAt");
