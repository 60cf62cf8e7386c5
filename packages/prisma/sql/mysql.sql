-- The tables of Sess, for MySQL and MariaDB. The same that `prisma migrate` makes of schema/session.mysql.prisma.

-- CreateTable
CREATE TABLE `session` (
    `id` VARCHAR(191) NOT NULL,
    `revision` VARCHAR(191) NOT NULL,
    `owner` VARCHAR(191) NULL,
    `userId` TEXT NULL,
    `group` VARCHAR(191) NOT NULL,
    `createdAt` BIGINT NOT NULL,
    `seenAt` BIGINT NOT NULL,
    `idleExpiresAt` BIGINT NOT NULL,
    `absoluteExpiresAt` BIGINT NOT NULL,
    `keepUntil` BIGINT NOT NULL,
    `endedAt` BIGINT NULL,
    `endedReason` VARCHAR(191) NULL,
    `endedBy` TEXT NULL,
    `endedKeepUntil` BIGINT NULL,
    `auth` LONGTEXT NOT NULL,
    `body` LONGTEXT NOT NULL,
    `locks` BIGINT NOT NULL DEFAULT 0,

    INDEX `session_owner_endedAt_absoluteExpiresAt_idx`(`owner`, `endedAt`, `absoluteExpiresAt`),
    INDEX `session_keepUntil_idx`(`keepUntil`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `session_owner` (
    `owner` VARCHAR(191) NOT NULL,
    `notBefore` BIGINT NULL,
    `mark` TEXT NULL,
    `keepUntil` BIGINT NOT NULL,
    `sweepAt` BIGINT NULL,
    `locks` BIGINT NOT NULL DEFAULT 0,

    INDEX `session_owner_sweepAt_idx`(`sweepAt`),
    PRIMARY KEY (`owner`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `session_device` (
    `id` VARCHAR(191) NOT NULL,
    `expiresAt` BIGINT NOT NULL,

    INDEX `session_device_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `session_used` (
    `id` VARCHAR(191) NOT NULL,
    `expiresAt` BIGINT NOT NULL,

    INDEX `session_used_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
