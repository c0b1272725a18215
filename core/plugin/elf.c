/* SPDX-License-Identifier: MIT */
/* The ELF part of the look at a plugin's file: class, machine, bounds, entry. */
#include <elf.h>
#include <stdint.h>
#include <string.h>

#include "plugin/plugin_internal.h"

/* The linker puts our own ELF header here: the class, byte order and machine of this build. */
extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));

static const char entry_symbol[] = "heng_plugin_entry";

enum { SEGMENTS_MAX = 1024 };

struct image {
    const unsigned char *bytes;
    size_t n;
    Elf64_Ehdr header;
};

/* What the dynamic section tells, as file offsets. */
struct dynamic {
    uint64_t symbols, texts, texts_size, hash, gnu_hash; /* 0: not there */
};

static bool within(const struct image *f, uint64_t offset, uint64_t size)
{
    return offset <= f->n && size <= f->n - offset;
}

/* Copies size bytes at offset; false when they lie beyond the end. */
static bool take(const struct image *f, uint64_t offset, void *to, size_t size)
{
    if (!within(f, offset, size))
        return false;
    memcpy(to, f->bytes + offset, size);
    return true;
}

static int refuse(struct error *e, const char *why)
{
    return error_set(e, ERR_PART, "%s", why);
}

static int check_header(struct image *f, struct error *e)
{
    Elf64_Ehdr *h = &f->header;
    const Elf64_Ehdr *ours = &__ehdr_start;
    if (f->n < SELFMAG || memcmp(f->bytes, ELFMAG, SELFMAG) != 0)
        return refuse(e, "not a shared object: no ELF header");
    if (!take(f, 0, h, sizeof *h))
        return refuse(e, "cut short: the ELF header is not whole");
    if (h->e_ident[EI_CLASS] != ours->e_ident[EI_CLASS] ||
        h->e_ident[EI_DATA] != ours->e_ident[EI_DATA] || h->e_machine != ours->e_machine)
        return error_set(e, ERR_PART,
                         "built for another machine: class %d, machine %d; this heng "
                         "is class %d, machine %d",
                         h->e_ident[EI_CLASS], h->e_machine, ours->e_ident[EI_CLASS],
                         ours->e_machine);
    if (h->e_type != ET_DYN)
        return refuse(e, "not a shared object: build it with -shared");
    if (h->e_version != EV_CURRENT || h->e_ident[EI_VERSION] != EV_CURRENT ||
        h->e_phentsize != sizeof(Elf64_Phdr) || h->e_phnum == 0 || h->e_phnum > SEGMENTS_MAX)
        return refuse(e, "damaged: the ELF header makes no sense");
    if (!within(f, h->e_phoff, (uint64_t)h->e_phnum * sizeof(Elf64_Phdr)))
        return refuse(e, "cut short: the program headers lie beyond the end of the file");
    return OK;
}

/* The i-th program header; check_header has seen that it is there. */
static Elf64_Phdr segment_at(const struct image *f, size_t i)
{
    Elf64_Phdr s;
    memcpy(&s, f->bytes + f->header.e_phoff + i * sizeof s, sizeof s);
    return s;
}

static int check_segments(const struct image *f, Elf64_Phdr *dynamic, struct error *e)
{
    memset(dynamic, 0, sizeof *dynamic);
    for (size_t i = 0; i < f->header.e_phnum; i++) {
        Elf64_Phdr s = segment_at(f, i);
        if (s.p_type == PT_GNU_STACK && (s.p_flags & PF_X))
            return refuse(e, "asks for an executable stack: link it with -z noexecstack");
        if (s.p_type != PT_LOAD && s.p_type != PT_DYNAMIC)
            continue;
        if (!within(f, s.p_offset, s.p_filesz))
            return refuse(e, "cut short: a segment lies beyond the end of the file");
        if (s.p_type == PT_LOAD && s.p_filesz > s.p_memsz)
            return refuse(e, "damaged: a segment is larger in the file than in memory");
        if (s.p_type == PT_DYNAMIC)
            *dynamic = s;
    }
    if (dynamic->p_type != PT_DYNAMIC || dynamic->p_filesz < sizeof(Elf64_Dyn))
        return refuse(e, "damaged: no dynamic section");
    return OK;
}

/* The file offset of a virtual address, or 0 when no segment has it. */
static uint64_t offset_of(const struct image *f, uint64_t address)
{
    for (size_t i = 0; i < f->header.e_phnum; i++) {
        Elf64_Phdr s = segment_at(f, i);
        if (s.p_type == PT_LOAD && address >= s.p_vaddr && address - s.p_vaddr < s.p_filesz)
            return s.p_offset + (address - s.p_vaddr);
    }
    return 0;
}

static void read_dynamic(const struct image *f, const Elf64_Phdr *s, struct dynamic *d)
{
    Elf64_Dyn entry;
    memset(d, 0, sizeof *d);
    for (uint64_t at = 0; at + sizeof entry <= s->p_filesz; at += sizeof entry) {
        if (!take(f, s->p_offset + at, &entry, sizeof entry) || entry.d_tag == DT_NULL)
            return;
        switch (entry.d_tag) {
        case DT_SYMTAB:
            d->symbols = offset_of(f, entry.d_un.d_ptr);
            break;
        case DT_STRTAB:
            d->texts = offset_of(f, entry.d_un.d_ptr);
            break;
        case DT_STRSZ:
            d->texts_size = entry.d_un.d_val;
            break;
        case DT_HASH:
            d->hash = offset_of(f, entry.d_un.d_ptr);
            break;
        case DT_GNU_HASH:
            d->gnu_hash = offset_of(f, entry.d_un.d_ptr);
            break;
        default:
            break;
        }
    }
}

/* Whether symbol i is the entry, defined here and visible. */
static bool is_entry(const struct image *f, const struct dynamic *d, uint64_t i)
{
    Elf64_Sym s;
    unsigned bind;
    if (!take(f, d->symbols + i * sizeof s, &s, sizeof s))
        return false;
    bind = ELF64_ST_BIND(s.st_info);
    return s.st_shndx != SHN_UNDEF && (bind == STB_GLOBAL || bind == STB_WEAK) &&
           ELF64_ST_TYPE(s.st_info) == STT_FUNC && s.st_name <= d->texts_size &&
           sizeof entry_symbol <= d->texts_size - s.st_name &&
           within(f, d->texts + s.st_name, sizeof entry_symbol) &&
           memcmp(f->bytes + d->texts + s.st_name, entry_symbol, sizeof entry_symbol) == 0;
}

static bool in_hash(const struct image *f, const struct dynamic *d)
{
    uint32_t head[2]; /* buckets, symbols */
    if (!d->hash || !take(f, d->hash, head, sizeof head))
        return false;
    for (uint64_t i = 0; i < head[1] && within(f, d->symbols, (i + 1) * sizeof(Elf64_Sym)); i++)
        if (is_entry(f, d, i))
            return true;
    return false;
}

/* The hash that DT_GNU_HASH tables are made with. */
static uint32_t gnu_hash(const char *s)
{
    uint32_t h = 5381;
    for (; *s; s++)
        h = h * 33 + (unsigned char)*s;
    return h;
}

static bool in_gnu_hash(const struct image *f, const struct dynamic *d)
{
    uint32_t head[4]; /* buckets, first hashed symbol, words of the filter, shift */
    uint64_t buckets, chains;
    uint32_t symbol, link, wanted = gnu_hash(entry_symbol);
    if (!d->gnu_hash || !take(f, d->gnu_hash, head, sizeof head) || head[0] == 0)
        return false;
    buckets = d->gnu_hash + sizeof head + (uint64_t)head[2] * sizeof(uint64_t);
    chains = buckets + (uint64_t)head[0] * sizeof(uint32_t);
    if (!take(f, buckets + (uint64_t)(wanted % head[0]) * sizeof symbol, &symbol, sizeof symbol))
        return false;
    for (; symbol >= head[1]; symbol++) {
        if (!take(f, chains + (uint64_t)(symbol - head[1]) * sizeof link, &link, sizeof link))
            return false;
        if ((link | 1) == (wanted | 1) && is_entry(f, d, symbol))
            return true;
        if (link & 1)
            return false;
    }
    return false;
}

int plugin_elf_check(const unsigned char *bytes, size_t n, struct error *e)
{
    struct image f = {.bytes = bytes, .n = n};
    Elf64_Phdr dynamic;
    struct dynamic d;
    int status = check_header(&f, e);
    if (!status)
        status = check_segments(&f, &dynamic, e);
    if (status)
        return status;
    read_dynamic(&f, &dynamic, &d);
    if (!d.symbols || !d.texts)
        return refuse(e, "damaged: no table of symbols");
    if (!in_gnu_hash(&f, &d) && !in_hash(&f, &d))
        return error_set(e, ERR_PART,
                         "no plugin of heng: it exports no function %s "
                         "(is it marked HENG_EXPORT?)",
                         entry_symbol);
    return OK;
}
