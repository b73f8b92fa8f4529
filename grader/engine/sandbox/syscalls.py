"""The system calls a candidate is refused, by name, with their numbers on x86_64 and aarch64.

A number of -1 means: that machine has no such call, and NOT_ON_AARCH64 says why none is needed.
"""

from __future__ import annotations

Calls = dict[str, tuple[int, int]]

# Refused: the network; a pair of connected sockets between its own threads stays (see JUDGED), and since there is no
# other socket, sendmsg reaches nobody else: the kernel refuses a name where there is a peer, unix(7).
NETWORK: Calls = {
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "accept4": (288, 242),
    "bind": (49, 200),
    "listen": (50, 201),
    "sendmmsg": (307, 269),
}

# Refused: other processes: made, entered or looked into.
PROCESSES: Calls = {
    "fork": (57, -1),
    "vfork": (58, -1),
    "execve": (59, 221),
    "execveat": (322, 281),
    "setpgid": (109, 154),
    "setsid": (112, 157),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
}

# Refused: signals by ways that kill and tgkill's rule does not see.
SIGNALS: Calls = {
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
}

# Refused: the pace, place and limits of other processes.
OTHERS: Calls = {
    "sched_setaffinity": (203, 122),
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setattr": (314, 274),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "ioprio_get": (252, 31),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "setrlimit": (160, 164),
}

# Refused: who this process is.
WHO: Calls = {
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setreuid": (113, 145),
    "setregid": (114, 143),
    "setresuid": (117, 147),
    "setresgid": (119, 149),
    "setfsuid": (122, 151),
    "setfsgid": (123, 152),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "personality": (135, 92),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
}

# Refused: what this process sees of the system.
SPACE: Calls = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "mount_setattr": (442, 442),
}

# Refused: owners, modes, times and attributes of files, which Landlock does not guard.
METADATA: Calls = {
    "chmod": (90, -1),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, -1),
    "fchown": (93, 55),
    "lchown": (94, -1),
    "fchownat": (260, 54),
    "utime": (132, -1),
    "utimes": (235, -1),
    "utimensat": (280, 88),
    "futimesat": (261, -1),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "getxattr": (191, 8),
    "lgetxattr": (192, 9),
    "fgetxattr": (193, 10),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "flistxattr": (196, 13),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "mknod": (133, -1),
    "mknodat": (259, 33),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "inotify_init": (253, -1),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "inotify_rm_watch": (255, 28),
    "listmount": (458, 458),
    "statmount": (457, 457),
    "statfs": (137, 43),
    "fstatfs": (138, 44),
    "ustat": (136, -1),
}

# Refused: memory that no limit of this process counts.
MEMORY: Calls = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
    "mlock": (149, 228),
    "mlock2": (325, 284),
    "mlockall": (151, 230),
}

# Refused: memory, semaphores and queues that have numbers or names for the whole machine.
SHARED: Calls = {
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "shmdt": (67, 197),
    "semget": (64, 190),
    "semop": (65, 193),
    "semtimedop": (220, 192),
    "semctl": (66, 191),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgrcv": (70, 188),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "mq_timedsend": (242, 182),
    "mq_timedreceive": (243, 183),
    "mq_notify": (244, 184),
    "mq_getsetattr": (245, 185),
}

# Refused: what the whole machine has only so much of, or waits for.
COMMON: Calls = {
    "io_setup": (206, 0),
    "io_destroy": (207, 1),
    "io_submit": (209, 2),
    "io_cancel": (210, 3),
    "io_getevents": (208, 4),
    "io_pgetevents": (333, 292),
    "sync": (162, 81),
    "syncfs": (306, 267),
    "flock": (73, 32),
}

# Refused: the machine itself, and the kernel's widest doors.
MACHINE: Calls = {
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "syslog": (103, 116),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "vhangup": (153, 58),
    "iopl": (172, -1),
    "ioperm": (173, -1),
    "modify_ldt": (154, -1),
    "lookup_dcookie": (212, 18),
    "lsm_set_self_attr": (460, 460),
    "nfsservctl": (180, 42),
    "sysinfo": (99, 179),
    "sysfs": (139, -1),
    "uselib": (134, -1),
    "_sysctl": (156, -1),
}

# Refused where Landlock has no word for it, which it learned in Linux 6.2: making a file shorter by its path.
TRUNCATION: Calls = {
    "truncate": (76, 45),
}

# Judged by their arguments: see seccomp.py.
JUDGED: Calls = {
    "clone": (56, 220),
    "clone3": (435, 435),
    "kill": (62, 129),
    "tgkill": (234, 131),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "sendto": (44, 206),
    "socketpair": (53, 199),
    "fallocate": (285, 47),
    "getpgid": (121, 155),
    "getsid": (124, 156),
    "getpriority": (140, 141),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_getattr": (315, 275),
    "sched_rr_get_interval": (148, 127),
}

REFUSED: Calls = {
    **NETWORK,
    **PROCESSES,
    **SIGNALS,
    **OTHERS,
    **WHO,
    **SPACE,
    **METADATA,
    **MEMORY,
    **SHARED,
    **COMMON,
    **MACHINE,
}

_AT = "there is only the call with a folder in front, which is refused too"
_X86 = "a part of x86's processors"
_OLD = "was gone before Linux came to this machine"
NOT_ON_AARCH64 = {
    "fork": "there is only clone, which is judged",
    "vfork": "there is only clone, which is judged",
    "chmod": _AT,
    "chown": _AT,
    "lchown": _AT,
    "utime": _AT,
    "utimes": _AT,
    "futimesat": _AT,
    "mknod": _AT,
    "inotify_init": "there is only inotify_init1, which is refused too",
    "iopl": _X86,
    "ioperm": _X86,
    "modify_ldt": _X86,
    "ustat": _OLD,
    "sysfs": _OLD,
    "uselib": _OLD,
    "_sysctl": _OLD,
}

# The last call this table knows; a newer one is answered as an older kernel would: not there.
LAST_KNOWN = 462
