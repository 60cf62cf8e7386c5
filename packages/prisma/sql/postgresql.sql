-- The tables of Sess, for PostgreSQL. The same that `prisma migrate` makes of schema/session.prisma.

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
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
    "locks" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_owner" (
    "owner" TEXT NOT NULL,
    "notBefore" BIGINT,
    "mark" TEXT,
    "keepUntil" BIGINT NOT NULL,
    "sweepAt" BIGINT,
    "locks" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "session_owner_pkey" PRIMARY KEY ("owner")
);

-- CreateTable
CREATE TABLE "session_device" (
    "id" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,

    CONSTRAINT "session_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_used" (
    "id" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,

    CONSTRAINT "session_used_pkey" PRIMARY KEY ("id")
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
