/* One CD-1 step and one Gibbs step in C on whole numbers: the twin of Harmonium's SIMD kernels, for
 * `cc -O3 -march=native -ffast-math`, behind the line protocol of bench/protocol.ts.
 *
 * - Inputs of units are sums of int16 copies of the weights, over the other layer's active units only: half the bytes of
 *   float32, twice the lanes. One copy has a row for each visible unit. The other is transposed and in tiles of 64 visible
 *   units, so that a tile's rows stay in the first cache while chains use them.
 * - A unit is decided by 16 bits of its random number and bounds of its probability out of a small table. The bounds allow for
 *   what rounding has done to the sum. Where they leave it open, which is rare, a finer number decides and, if need be, the
 *   sum of the float32 weights. So units are on with the probabilities of the float32 weights.
 * - How often pairs of units were on together is counted in int8, and only rows that were touched are updated.
 *
 * Biases are weights of a unit that is always on: the visible unit `visible` and the hidden unit `hidden`. So no code is about
 * biases, except where they start a sum. The weight between these two stays 0: its counts cancel.
 *
 * Vectors are the compiler's own, of 64 bytes, and instructions of AVX-512 are used where C has no words for them. For a processor
 * with narrower vectors the compiler splits them, and the exponential function takes the table's place.
 */
#include <math.h>
#if defined(__AVX2__) || defined(__AVX512BW__)
#include <immintrin.h>
#endif

#include "serve.h"

/* Visible units of a tile, hidden units of a block: a set of them is the bits of a word. */
#define TILE 64
/* Words whose rows of a tile or a block fit the first cache, and how many active units a word make it worth going by them. */
#define PART 4
#define DENSE 6
/* The tiles of a chain that are sampled one after the other at most. */
#define TOGETHER 8
/* The fewest rows whose sums must fit 16 bits. Fewer would mean finer weights and fewer open units, but more runs. */
#define RUN 8
/* So many nats on either side are enough for the table of bounds. */
#define NATS 8
/* Tables for errors of 1 unit, 1.15 units, and so on, and the units in a layer whose inputs the last one still serves. */
#define CLASSES 64
#define MOST_UNITS 13000
#define VECTOR(type, bytes) type __attribute__((vector_size(bytes), may_alias))
typedef VECTOR(int8_t, 64) bytes64;
typedef VECTOR(int16_t, 64) shorts32;
typedef VECTOR(uint16_t, 64) words32;
typedef VECTOR(uint16_t, 32) words16;
typedef VECTOR(int32_t, 64) ints16;
typedef VECTOR(float, 64) floats16;
typedef VECTOR(uint32_t, 32) units8;
typedef units8 units8_loose __attribute__((aligned(4)));
typedef VECTOR(uint64_t, 64) longs8;

/* Rounds to the nearest whole number, in the low bits. */
#define MAGIC 12582912.0f

/* Active units of one layer, example after example, each as the first element of its row: TILE times its number. The last of
 * an example is the one that is always on. Words are sets of TILE units, and `starts` has a place for each word and the end. */
struct lists {
  uint32_t *units;
  int *starts; /* [batch][words + 1] */
  int words;
};

/* Sums of 64 columns: the even and the odd ones of the first half, then those of the second. */
struct sums {
  ints16 at[4];
};

static int tiles, blocks, visible_wide, hidden_wide; /* what visible + 1 and hidden + 1 units take */
static float *w;         /* [visible_wide][hidden_wide] */
static int16_t *w_rows;  /* [blocks][visible_wide][TILE]: w times `scale` */
static int16_t *w_tiles; /* [tiles][hidden_wide][TILE]: the same transposed; in a tile even units come before odd ones */
static int8_t *counts;   /* [blocks][visible_wide][TILE] */
static int8_t *h_data, *h_model;              /* [batch][hidden_wide]: -1 where on */
static struct lists data_units, chain_units;  /* active visible units of the examples and of the chains */
static struct lists chain_hidden;             /* the chains' active hidden units */
static uint64_t *v_bits, *h_bits;             /* [batch][tiles], [batch][blocks]: the chains' active units */
static uint64_t *data_touched, *chain_touched; /* [tiles]: units that are on in an example, in a chain */
static struct sums *sums;                     /* [batch] */
static uint32_t listed[256][8] __attribute__((aligned(32))); /* of each set of eight units, those in it */

/* How weights become whole numbers. */
static float scale;       /* units of a nat */
static float largest;     /* no weight of a hidden unit, its bias included, is larger: nats */
static float largest_bias;
static float range;       /* no input of a visible unit is larger: nats */
static int one_run;       /* whether these inputs fit 16 bits */
static int run;           /* rows whose sums fit 16 bits */
static int finer;         /* inputs of layers whose sums have 32 bits are brought down by so many bits */

/* Bounds of the probability as functions of the input, for inputs with some error. An input's upper bits choose one of 64
 * cells, in which the bounds are two parallel lines. */
struct bounds {
  uint16_t low[64], rise[64], gap[64];
  float error;  /* units of a decision's input */
  float factor; /* e to the same in nats, and a little for how float32 rounds */
} __attribute__((aligned(64)));
static struct bounds bounds[CLASSES];
/* By how many units of the other layer are on: [hidden + 2] and [visible + 2]. */
static const struct bounds **visible_bounds, **hidden_bounds;
static int shift;          /* lower bits of an input */
static float coarse_scale; /* a decision's units of a nat */

/* The numbers at even places. */
static const shorts32 at_even = {0,  2,  4,  6,  8,  10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
                                 32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62};

/* ---- random numbers: one xorshift64 generator a lane ------------------------------------------------------------------- */

struct random {
  longs8 even, odd; /* two, so that one need not wait for the other */
};
static struct random lanes;
static uint64_t single;

static uint64_t split_mix(uint64_t *x) {
  *x += 0x9e3779b97f4a7c15ull;
  uint64_t z = (*x ^ (*x >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return (z ^ (z >> 31)) | 1;
}

static void seed(void) {
  uint64_t x = 1;
  for (int n = 0; n < 8; n++) lanes.even[n] = split_mix(&x), lanes.odd[n] = split_mix(&x);
  single = split_mix(&x);
}

static inline longs8 next(longs8 x) {
  x ^= x << 13;
  x ^= x >> 7;
  return x ^ (x << 17);
}

static uint32_t next_single(void) {
  single ^= single << 13;
  single ^= single >> 7;
  single ^= single << 17;
  return (uint32_t)(single >> 32);
}

/* ---- decisions --------------------------------------------------------------------------------------------------------- */

static double sigmoid(double a) { return 1 / (1 + exp(-a)); }

/* Makes the bounds, in 65536ths, for inputs that are off by up to `error`. */
static void make_bounds(struct bounds *b, float error) {
  enum { SAMPLES = 16 };
  b->error = error, b->factor = exp(error / coarse_scale) * (1 + 0x1p-18);
  for (int cell = -32; cell < 32; cell++) {
    double low[SAMPLES + 1], high[SAMPLES + 1];
    for (int n = 0; n <= SAMPLES; n++) {
      double s = (cell + (double)n / SAMPLES) * (1 << shift);
      low[n] = 65536 * sigmoid((s - error) / coarse_scale), high[n] = 65536 * sigmoid((s + error) / coarse_scale);
    }
    /* Inputs beyond the table count for its ends. */
    if (cell == -32) memset(low, 0, sizeof low);
    if (cell == 31) {
      for (int n = 0; n <= SAMPLES; n++) high[n] = 65536;
    }
    double middle = (high[SAMPLES] + low[SAMPLES] - high[0] - low[0]) / 2;
    int rise = cell == -32 || cell == 31 ? 0 : (int)middle;
    for (;; rise /= 2) {
      double most = 65536, gap = 0;
      for (int n = 0; n <= SAMPLES; n++) most = fmin(most, low[n] - (double)rise * n / SAMPLES);
      /* Between samples a curve leaves its chord by less than half a 65536th. */
      int at = most < 0.5 ? 0 : (int)(most - 0.5), left = 65535 - at - rise;
      for (int n = 0; n <= SAMPLES; n++) gap = fmax(gap, high[n] - (double)rise * n / SAMPLES - at);
      /* The lines must stay in 16 bits. Flat ones always can. */
      if (rise > 0 && (most < 0.5 || gap + 0.5 > left)) continue;
      b->low[cell & 63] = at, b->rise[cell & 63] = rise, b->gap[cell & 63] = fmin(ceil(gap + 0.5), left);
      break;
    }
  }
}

/* Chooses for each count of active units. Each weight is rounded to the nearest; a sum that is brought down is rounded down. */
static void choose_bounds(const struct bounds **of_count, int most, int down) {
  const struct bounds *least = bounds;
  for (int n = 0; n <= most; n++) {
    while (least < bounds + CLASSES - 1 && least->error < n * 0.502f / (1 << finer) + down) least++;
    of_count[n] = least;
  }
}

/* The units of a tile that are on whatever the rest of their numbers is, and those that may be. */
struct decided {
  uint64_t on, may;
};

/* A bit for each byte of -1 among bytes of 0, and the other way round. Without an instruction for it, eight bytes are added up by
 * a multiplication. */
#ifdef __AVX512BW__
static inline uint64_t bits(bytes64 x) { return _mm512_movepi8_mask((__m512i)x); }
static inline bytes64 spread(uint64_t set) { return (bytes64)_mm512_movm_epi8(set); }
#else
static const longs8 places = {0x8040201008040201, 0x8040201008040201, 0x8040201008040201, 0x8040201008040201,
                              0x8040201008040201, 0x8040201008040201, 0x8040201008040201, 0x8040201008040201};

static inline uint64_t bits(bytes64 x) {
#ifdef __AVX2__
  const __m256i *half = (const __m256i *)&x;
  return (uint32_t)_mm256_movemask_epi8(half[0]) | (uint64_t)(uint32_t)_mm256_movemask_epi8(half[1]) << 32;
#else
  uint64_t set = 0;
  for (int n = 0; n < 8; n++) set |= (((longs8)x & places)[n] * 0x0101010101010101ull) >> 56 << (8 * n);
  return set;
#endif
}

static inline bytes64 spread(uint64_t set) {
  longs8 y;
  for (int n = 0; n < 8; n++) y[n] = (set >> (8 * n) & 255) * 0x0101010101010101ull;
  return (bytes64)((bytes64)(y & places) != 0);
}
#endif

static inline shorts32 clamped(shorts32 x) {
  short low = -(32 << shift), high = (32 << shift) - 1;
  shorts32 to;
  for (int n = 0; n < 32; n++) {
    short y = x[n] < low ? low : x[n];
    to[n] = y > high ? high : y;
  }
  return to;
}

#ifdef __AVX512BW__
static inline words32 high_product(words32 a, words32 b) {
  words32 to;
  for (int n = 0; n < 32; n++) to[n] = (uint32_t)a[n] * b[n] >> 16;
  return to;
}

/* Units that are on whatever the rest of their numbers is, and those that may be. A look-up is one instruction. */
static inline void compare(const struct bounds *b, shorts32 input, words32 number, shorts32 *on, shorts32 *may) {
  const words32 *low = (const words32 *)b->low, *rise = (const words32 *)b->rise, *gap = (const words32 *)b->gap;
  words32 cell = (words32)(input >> shift), part = (words32)input << (16 - shift);
  words32 least = __builtin_shuffle(low[0], low[1], cell) + high_product(__builtin_shuffle(rise[0], rise[1], cell), part);
  *on = (shorts32)(number < least);
  *may = (shorts32)(number <= least + __builtin_shuffle(gap[0], gap[1], cell));
}
#else
/* The same without the table, for processors that have no such instruction: by the exponential function of the mathematical
 * library's vectors. An error of the input is a factor of its exponential. */
static inline void compare(const struct bounds *b, shorts32 input, words32 number, shorts32 *on, shorts32 *may) {
  short low = -(32 << shift), high = (32 << shift) - 1;
  float by = -1 / coarse_scale, most = b->factor, least = 1 / most;
  float sum[32], u[32];
  int fires[32], might[32];
  for (int n = 0; n < 32; n++) sum[n] = input[n], u[n] = number[n];
  for (int n = 0; n < 32; n++) {
    float e = expf(sum[n] * by);
    fires[n] = -((u[n] + 1) * (1 + e * most) <= 65536 && sum[n] > low);
    might[n] = -(u[n] * (1 + e * least) <= 65536 || sum[n] >= high);
  }
  for (int n = 0; n < 32; n++) (*on)[n] = fires[n], (*may)[n] = might[n];
}
#endif

/* Decides a tile whose even units are in the first vector. Their bytes and the odd ones' are put together like teeth. */
static inline struct decided decide(const struct bounds *b, shorts32 even, shorts32 odd, words32 u0, words32 u1) {
  shorts32 on0, on1, may0, may1;
  compare(b, even, u0, &on0, &may0);
  compare(b, odd, u1, &on1, &may1);
  return (struct decided){
    bits((bytes64)((on0 & 255) | (on1 & ~255))),
    bits((bytes64)((may0 & 255) | (may1 & ~255))),
  };
}

/* The float32 weights that an input of a tile's or a block's unit k is the sum of: from[k * unit + n * step] for listed n. */
struct terms {
  const float *from;
  size_t unit, step;
  const uint32_t *list;
  int count;
};

/* Decides open units by 32 bits of their numbers. `known`: the inputs of even and odd units, and 16 bits of their numbers. First
 * by the input, and where its error leaves that open too by the float32 weights. Out of line, because it is rare and needs
 * many registers; without vectors, because the compiler's gathering of weights takes longer than adding them one by one. */
static __attribute__((noinline, optimize("no-tree-vectorize"))) uint64_t
settle(uint64_t open, const shorts32 *known, float error, const struct terms *terms) {
  const int16_t *inputs = (const int16_t *)known;
  const uint16_t *numbers = (const uint16_t *)(known + 2);
  uint64_t on = 0;
  for (; open != 0; open &= open - 1) {
    int k = __builtin_ctzll(open), lane = (k >> 1) + 32 * (k & 1);
    double number = ((uint32_t)numbers[lane] << 16 | next_single() >> 16) * 0x1p-32;
    int input = inputs[lane];
    /* Few weights are soon added up. At the ends of the table an input may be any beyond. */
    if (terms->count > 16 && input > -(32 << shift) && input < (32 << shift) - 1) {
      double p = sigmoid(input / (double)coarse_scale), nats = error / coarse_scale;
      double off = nats * (nats > 0.5 ? 0.25 : fmin(0.25, fmin(p, 1 - p) * (1 + 2 * nats)));
      if (fabs(p - number) > off + 1e-12) {
        on |= (uint64_t)(number < p) << k;
        continue;
      }
    }
    const float *from = terms->from + k * terms->unit;
    double sum = 0, other = 0;
    int n = 0;
    for (; n + 1 < terms->count; n += 2) {
      sum += from[terms->list[n] / TILE * terms->step], other += from[terms->list[n + 1] / TILE * terms->step];
    }
    if (n < terms->count) sum += from[terms->list[n] / TILE * terms->step];
    on |= (uint64_t)(number < sigmoid(sum + other)) << k;
  }
  return on;
}

/* ---- sums -------------------------------------------------------------------------------------------------------------- */

/* Adds a row of int16 for each unit of a list. Without signs: the column of the unit that is always on may overflow, and is of
 * no use. */
#ifdef __AVX512BW__
static inline void add_rows(shorts32 *to, const int16_t *from, const uint32_t *units, int count) {
  words32 *sums = (words32 *)to, first = sums[0], last = sums[1];
#pragma GCC unroll 2
  for (int n = 0; n < count; n++) {
    const words32 *row = (const words32 *)(from + units[n]);
    first += row[0], last += row[1];
  }
  sums[0] = first, sums[1] = last;
}
#else
static inline void add_rows(shorts32 *to, const int16_t *from, const uint32_t *units, int count) {
  words16 *sums = (words16 *)to, a = sums[0], b = sums[1], c = sums[2], d = sums[3];
  for (int n = 0; n < count; n++) {
    const words16 *row = (const words16 *)(from + units[n]);
    a += row[0], b += row[1], c += row[2], d += row[3];
  }
  sums[0] = a, sums[1] = b, sums[2] = c, sums[3] = d;
}
#endif

/* Every other number: shifts of two at once are faster than bringing them to the middle. */
static inline ints16 evens(shorts32 x) { return (ints16)x << 16 >> 16; }
static inline ints16 odds(shorts32 x) { return (ints16)x >> 16; }

/* The same in runs that fit 16 bits. */
static inline void add_runs(struct sums *to, const int16_t *from, const uint32_t *units, int count) {
  ints16 sum0 = to->at[0], sum1 = to->at[1], sum2 = to->at[2], sum3 = to->at[3];
  while (count > 0) {
    int now = count < run ? count : run;
    shorts32 sums[2] = {{0}, {0}};
    add_rows(sums, from, units, now);
    sum0 += evens(sums[0]), sum1 += odds(sums[0]), sum2 += evens(sums[1]), sum3 += odds(sums[1]);
    units += now, count -= now;
  }
  to->at[0] = sum0, to->at[1] = sum1, to->at[2] = sum2, to->at[3] = sum3;
}

/* Whether to go through rows of so many words for all examples, then through the next. */
static int many(const struct lists *lists, int words) {
  return lists->words > words && lists->starts[batch * (lists->words + 1) - 1] > DENSE * lists->words * batch;
}

/* Sums for all examples, the bias included. Many rows are added a part at a time that fits the first cache. */
static void add_lists(const int16_t *from, const struct lists *lists, size_t bias) {
  int words = lists->words, part = many(lists, PART) ? PART : words;
  const shorts32 *start = (const shorts32 *)(from + bias * TILE);
  for (int first = 0; first < words; first += part) {
    int end = first + part < words ? first + part : words;
    for (int b = 0; b < batch; b++) {
      const int *starts = lists->starts + b * (words + 1);
      if (first == 0) {
        sums[b] = (struct sums){{evens(start[0]), odds(start[0]), evens(start[1]), odds(start[1])}};
      }
      /* Without the bias, which has been added. */
      add_runs(sums + b, from, lists->units + starts[first], starts[end] - starts[first] - (end == words));
    }
  }
}

/* Sums as inputs of decisions. */
static inline ints16 limited(ints16 x) {
  int low = -(32 << shift), high = (32 << shift) - 1;
  ints16 y = x >> finer, m = y < low;
  y = (m & low) | (~m & y), m = y > high;
  return (m & high) | (~m & y);
}

static inline shorts32 brought_down(const ints16 *x) { return (shorts32)((limited(x[0]) & 0xffff) | limited(x[1]) << 16); }

/* ---- layers ------------------------------------------------------------------------------------------------------------ */

/* Of a word that begins with unit `base`: the units that are not room, and the one that is always on. */
static uint64_t those(int base, int units) {
  int left = units - base;
  return left >= TILE ? ~0ull : left <= 0 ? 0 : (1ull << left) - 1;
}

static uint64_t always(int base, int units) { return units - base >= 0 && units - base < TILE ? 1ull << (units - base) : 0; }

/* Writes down a set's units. One at a time, the processor would not foresee where the loop ends: so four at a time, or of a
 * full set eight at a time, from a table of all sets of eight. What is written beyond the end is room, or the next set's. */
static inline uint32_t *list(uint32_t *to, uint64_t set, int word) {
  int count = __builtin_popcountll(set);
  uint32_t *end = to + count;
  if (count > 8) {
    for (int n = 0; n < 8; n++) {
      int eight = set >> (8 * n) & 255;
      *(units8_loose *)to = *(const units8 *)listed[eight] + (uint32_t)((word * TILE + 8 * n) * TILE);
      to += __builtin_popcount(eight);
    }
    return end;
  }
  /* Volatile, or the compiler makes vectors out of four numbers, which takes longer than storing each. */
  volatile uint32_t *at = to;
  do {
    for (int n = 0; n < 4; n++) {
      at[n] = (word * TILE + __builtin_ctzll(set | 1ull << 63)) * TILE;
      set &= set - 1;
    }
    at += 4;
  } while (at < end);
  return end;
}

static void make_listed(void) {
  for (int set = 0; set < 256; set++) {
    int at = 0;
    for (int n = 0; n < 8; n++) {
      if (set >> n & 1) listed[set][at++] = n * TILE;
    }
  }
}

/* Lists all examples' sets. */
static void list_all(struct lists *lists, const uint64_t *sets) {
  uint32_t *to = lists->units;
  int *starts = lists->starts;
  for (int b = 0; b < batch; b++) {
    for (int word = 0; word < lists->words; word++) {
      *starts++ = to - lists->units;
      to = list(to, *sets++, word);
    }
    *starts++ = to - lists->units;
  }
}

/* Samples a block of one example's hidden units, given their inputs. */
static inline uint64_t sample_block(const struct bounds *table, struct random *r, shorts32 s0, shorts32 s1, int block,
                                    const uint32_t *units, int count) {
  int base = block * TILE;
  r->even = next(r->even), r->odd = next(r->odd);
  words32 u0 = (words32)r->even, u1 = (words32)r->odd;
  /* Columns of a row lie in their order; decisions want the even ones first. */
  shorts32 even = __builtin_shuffle(s0, s1, at_even), odd = __builtin_shuffle(s0, s1, at_even + 1);
  struct decided d = decide(table, even, odd, u0, u1);
  uint64_t valid = those(base, hidden), on = d.on & valid, open = d.may & ~d.on & valid;
  if (open != 0) {
    shorts32 known[4] = {even, odd, (shorts32)u0, (shorts32)u1};
    struct terms terms = {w + base, 1, hidden_wide, units, count};
    on |= settle(open, known, table->error, &terms);
  }
  return on | always(base, hidden);
}

/* Samples hidden layers from lists of active visible units: for statistics into lanes of -1, for chains into `chain_hidden`. */
static inline void sample_hidden(const struct lists *from, int8_t *statistics, int chains) {
  struct random r = lanes;
  for (int block = 0; block < blocks; block++) {
    add_lists(w_rows + (size_t)block * visible_wide * TILE, from, visible);
    for (int b = 0; b < batch; b++) {
      const int *starts = from->starts + b * (tiles + 1);
      const uint32_t *own = from->units + starts[0];
      int count = starts[tiles] - starts[0];
      shorts32 s0 = brought_down(sums[b].at), s1 = brought_down(sums[b].at + 2);
      const struct bounds *table = hidden_bounds[count];
      if (statistics) {
        bytes64 *to = (bytes64 *)(statistics + (size_t)b * hidden_wide + block * TILE);
        *to = spread(sample_block(table, &r, s0, s1, block, own, count));
      }
      if (chains) h_bits[b * blocks + block] = sample_block(table, &r, s0, s1, block, own, count);
    }
  }
  lanes = r;
  if (chains) list_all(&chain_hidden, h_bits);
}

/* A tile of a chain with open units. They are settled when all chains' tiles are decided: so the processor need not foresee which
 * tiles have any. */
struct draft {
  shorts32 known[4];
  uint64_t open;
  int b, t;
  const struct bounds *table;
};
static struct draft *drafts; /* [batch * TOGETHER + 1] */

/* Samples the chains' visible layers. Tiles whose rows fit the first cache together are taken together: then a chain's loop
 * over its rows is as long several times in a row, which the processor foresees. */
static void sample_visible(void) {
  struct random r = lanes;
  int together = 32768 / ((hidden + 1) * TILE * 2);
  if (together > TOGETHER) together = TOGETHER;
  if (together < 1 || !one_run) together = 1;
  memset(chain_touched, 0, sizeof(uint64_t) * tiles);
  for (int first = 0; first < tiles; first += together) {
    int end = first + together < tiles ? first + together : tiles;
    struct draft *draft = drafts;
    if (!one_run) add_lists(w_tiles + (size_t)first * hidden_wide * TILE, &chain_hidden, hidden);
    for (int b = 0; b < batch; b++) {
      const int *starts = chain_hidden.starts + b * (blocks + 1);
      const uint32_t *own = chain_hidden.units + starts[0];
      int count = starts[blocks] - starts[0];
      const struct bounds *table = visible_bounds[count];
      for (int t = first; t < end; t++) {
        const int16_t *from = w_tiles + (size_t)t * hidden_wide * TILE;
        shorts32 even, odd;
        if (one_run) {
          const shorts32 *bias = (const shorts32 *)(from + hidden * TILE);
          shorts32 sums[2] = {bias[0], bias[1]};
          add_rows(sums, from, own, count - 1);
          even = clamped(sums[0]), odd = clamped(sums[1]);
        } else {
          even = brought_down(sums[b].at), odd = brought_down(sums[b].at + 2);
        }
        r.even = next(r.even), r.odd = next(r.odd);
        words32 u0 = (words32)r.even, u1 = (words32)r.odd;
        struct decided d = decide(table, even, odd, u0, u1);
        uint64_t valid = those(t * TILE, visible), open = d.may & ~d.on & valid;
        uint64_t set = (d.on & valid) | always(t * TILE, visible);
        v_bits[b * tiles + t] = set;
        chain_touched[t] |= set;
        *draft = (struct draft){{even, odd, (shorts32)u0, (shorts32)u1}, open, b, t, table};
        draft += open != 0;
      }
    }
    for (const struct draft *each = drafts; each < draft; each++) {
      const int *starts = chain_hidden.starts + each->b * (blocks + 1);
      const float *from = w + (size_t)each->t * TILE * hidden_wide;
      struct terms terms = {from, hidden_wide, 1, chain_hidden.units + starts[0], starts[blocks] - starts[0]};
      uint64_t set = settle(each->open, each->known, each->table->error, &terms);
      v_bits[each->b * tiles + each->t] |= set;
      chain_touched[each->t] |= set;
    }
  }
  lanes = r;
  list_all(&chain_units, v_bits);
}

/* ---- weights as whole numbers ------------------------------------------------------------------------------------------ */

/* Squares of weights that registers can turn. */
#ifdef __AVX512BW__
#define SQUARE 32
typedef shorts32 line;
static const line interleaved = {0, 32, 1, 33, 2,  34, 3,  35, 4,  36, 5,  37, 6,  38, 7,  39,
                                 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47};
#else
#define SQUARE 8
typedef VECTOR(int16_t, 16) line;
static const line interleaved = {0, 8, 1, 9, 2, 10, 3, 11};
#endif

/* Interleaves the first half of a square's rows with the second. Rows are so many lines apart. Done as often as a row can be
 * halved, it makes columns of rows. Unrolled, or the compiler keeps a loop's counter in a vector. */
static inline void interleave(line *to, int to_step, const line *from, int from_step) {
#pragma GCC unroll 16
  for (int n = 0; n < SQUARE / 2; n++) {
    line a = from[n * from_step], b = from[(n + SQUARE / 2) * from_step];
    to[2 * n * to_step] = __builtin_shuffle(a, b, interleaved);
    to[(2 * n + 1) * to_step] = __builtin_shuffle(a, b, interleaved + SQUARE / 2);
  }
}

static int16_t *tile_at(int t, int block) { return w_tiles + ((size_t)t * hidden_wide + block * TILE) * TILE; }
static size_t row_at(int block, int i) { return ((size_t)block * visible_wide + i) * TILE; }

/* Makes a block of the transposed copy. */
static void turn_block(int t, int block) {
  int columns = hidden + 1 - block * TILE < TILE ? hidden + 1 - block * TILE : TILE;
  for (int column = 0; column < columns; column += SQUARE) {
    for (int odd = 0; odd < 2; odd++) {
      for (int first = 0; first < TILE / 2; first += SQUARE) {
        /* Every other row. */
        const line *from = (const line *)(w_rows + row_at(block, t * TILE + odd + 2 * first) + column);
        line *to = (line *)(tile_at(t, block) + column * TILE + odd * (TILE / 2) + first), x[SQUARE], y[SQUARE];
        interleave(x, 1, from, 2 * TILE / SQUARE);
        interleave(y, 1, x, 1);
#if SQUARE == 32
        interleave(x, 1, y, 1);
        interleave(y, 1, x, 1);
#endif
        interleave(to, TILE / SQUARE, y, 1);
      }
    }
  }
}

/* 32 weights as whole numbers: the low halves of their bits after adding. */
static inline shorts32 rounded(const floats16 *x) {
  return __builtin_shuffle((shorts32)(x[0] * scale + MAGIC), (shorts32)(x[1] * scale + MAGIC), at_even);
}

/* How large weights are. */
static void measure(void) {
  largest = 0, largest_bias = 0, range = 0;
  for (int i = 0; i <= visible; i++) {
    const float *row = w + (size_t)i * hidden_wide;
    float all = 0, sizes = 0;
    for (int j = 0; j < hidden; j++) {
      float size = fabsf(row[j]);
      largest = fmaxf(largest, size);
      all += row[j], sizes += size;
    }
    largest_bias = fmaxf(largest_bias, fabsf(row[hidden]));
    /* The sum of the positive ones, or of the negative ones. */
    if (i < visible) range = fmaxf(range, fabsf(row[hidden]) + (sizes + fabsf(all)) / 2);
  }
}

/* Whether the scale still suits the weights. Sets `run`. */
static int fits(void) {
  run = 32767 / (largest * scale + 1);
  return run >= RUN && largest_bias * scale <= 32700 && (!one_run || range * scale <= 32700);
}

/* Chooses the scale, and makes both copies anew. */
static void quantise(void) {
  measure();
  /* An eighth is left for weights to grow. */
  float room_for = 32000 / 1.125f;
  float in_runs = fminf(room_for / (RUN * largest + 1e-3f), room_for / (largest_bias + 1e-3f));
  float at_once = room_for / (range + 1e-3f);
  one_run = at_once > in_runs / 2;
  scale = one_run ? fminf(at_once, in_runs) : in_runs;
  scale = fminf(scale, one_run ? 1024 : 8192);
  /* Decisions have a thousand units to a nat at most: so the table goes far enough in 16 bits. */
  finer = 0;
  while (scale / (1 << finer) > 1024) finer++;
  shift = 0;
  while ((32 << shift) < NATS * scale / (1 << finer)) shift++;
  /* If the table went much farther, its cells would be wide: better a smaller scale. */
  if (shift > 0 && (32 << shift) > 1.5f * NATS * scale / (1 << finer)) {
    shift--;
    scale = ((32 << shift) / NATS) << finer;
  }
  coarse_scale = scale / (1 << finer);
  float error = 1;
  for (int n = 0; n < CLASSES; n++, error *= 1.15f) make_bounds(bounds + n, error);
  choose_bounds(visible_bounds, hidden + 1, !one_run);
  choose_bounds(hidden_bounds, visible + 1, 1);
  for (int i = 0; i < visible_wide; i++) {
    for (int j = 0; j < hidden_wide; j += 32) {
      *(shorts32 *)(w_rows + row_at(j / TILE, i) + j % TILE) = rounded((const floats16 *)(w + (size_t)i * hidden_wide + j));
    }
  }
  for (int t = 0; t < tiles; t++) {
    for (int block = 0; block < blocks; block++) turn_block(t, block);
  }
  fits();
}

/* ---- learning ---------------------------------------------------------------------------------------------------------- */

/* Adds an example's hidden units to the counts of its active visible units, within some words. */
static inline void add_counts(int8_t *to, const struct lists *lists, int b, int first, int end, bytes64 h) {
  const int *starts = lists->starts + b * (lists->words + 1);
  for (int n = starts[first]; n < starts[end]; n++) *(bytes64 *)(to + lists->units[n]) += h;
}

/* Counts active pairs in some of the examples: up in the data, down in the chains. */
static void count_pairs(int begin, int end) {
  int part = many(&chain_units, 2 * PART) ? 2 * PART : tiles;
  for (int block = 0; block < blocks; block++) {
    int8_t *to = counts + row_at(block, 0);
    for (int first = 0; first < tiles; first += part) {
      int last = first + part < tiles ? first + part : tiles;
      for (int b = begin; b < end; b++) {
        size_t at = (size_t)b * hidden_wide + block * TILE;
        add_counts(to, &data_units, b, first, last, -*(const bytes64 *)(h_data + at));
        add_counts(to, &chain_units, b, first, last, *(const bytes64 *)(h_model + at));
      }
    }
  }
}

static inline void add_scaled(float *restrict to, const int8_t *restrict from, float by) {
  for (int n = 0; n < TILE; n++) to[n] += by * from[n];
}

/* Keeps the largest size of each column's counts. */
static inline void keep_sizes(uint8_t *restrict sizes, const int8_t *restrict from) {
  for (int n = 0; n < TILE; n++) {
    uint8_t size = from[n] < 0 ? -from[n] : from[n];
    sizes[n] = size > sizes[n] ? size : sizes[n];
  }
}

/* Moves the rows that were touched, and lets the copies follow. */
static void update(float step) {
  uint8_t sizes[TILE] __attribute__((aligned(64))) = {0};
  for (int t = 0; t < tiles; t++) {
    uint64_t touched = data_touched[t] | chain_touched[t];
    for (int block = 0; touched != 0 && block < blocks; block++) {
      for (uint64_t set = touched; set != 0; set &= set - 1) {
        int i = t * TILE + __builtin_ctzll(set);
        int8_t *own = counts + row_at(block, i);
        float *row = w + (size_t)i * hidden_wide + block * TILE;
        shorts32 *copy = (shorts32 *)(w_rows + row_at(block, i));
        keep_sizes(sizes, own);
        add_scaled(row, own, step);
        copy[0] = rounded((const floats16 *)row), copy[1] = rounded((const floats16 *)row + 2);
        *(bytes64 *)own = (bytes64){0};
      }
    }
  }
  /* Writing single weights into the transposed copy would take longer than turning all of them. Not at once: what has just been
   * written in parts would have to be waited for. */
  for (int t = 0; t < tiles; t++) {
    for (int block = 0; (data_touched[t] | chain_touched[t]) != 0 && block < blocks; block++) turn_block(t, block);
  }
  /* By how much weights have grown at most, and sums. */
  int top = 0;
  for (int n = 0; n < TILE; n++) top = sizes[n] > top ? sizes[n] : top;
  float growth = top * fabsf(step);
  largest += growth, largest_bias += growth, range += growth * (hidden + 1);
  if (fits()) return;
  /* Bounds may be too high. */
  measure();
  if (!fits()) quantise();
}

static void cd1(float rate) {
  sample_hidden(&data_units, h_data, 1);
  sample_visible();
  sample_hidden(&chain_units, h_model, 0);
  /* As many as a byte can count. */
  for (int begin = 0; begin < batch; begin += 127) {
    count_pairs(begin, begin + 127 < batch ? begin + 127 : batch);
    update(rate / batch);
  }
}

static void gibbs(void) {
  sample_hidden(&chain_units, NULL, 1);
  sample_visible();
}

/* ---- what serve.h asks for --------------------------------------------------------------------------------------------- */

static void restart(void) {
  int all = batch * (tiles + 1);
  memcpy(chain_units.starts, data_units.starts, sizeof *data_units.starts * all);
  memcpy(chain_units.units, data_units.units, sizeof *data_units.units * data_units.starts[all - 1]);
}

static void reset(void) {
  for (int i = 0; i < visible; i++) {
    memcpy(w + (size_t)i * hidden_wide, w_loaded + (size_t)i * hidden, sizeof(float) * hidden);
    w[(size_t)i * hidden_wide + hidden] = bv_loaded[i];
  }
  memcpy(w + (size_t)visible * hidden_wide, bh_loaded, sizeof(float) * hidden);
  quantise();
  seed();
  restart();
}

/* With room for what `list` writes beyond the end. */
static struct lists lists_of(int words) {
  return (struct lists){room((size_t)batch * words * TILE + 8, 4), room((size_t)batch * (words + 1), sizeof(int)), words};
}

static void prepare(void) {
  if (visible > MOST_UNITS || hidden > MOST_UNITS) {
    printf("error the machine is too large\n");
    exit(1);
  }
  make_listed();
  tiles = visible / TILE + 1, blocks = hidden / TILE + 1;
  visible_wide = tiles * TILE, hidden_wide = blocks * TILE;
  size_t weights = (size_t)visible_wide * hidden_wide;
  w = room(weights, 4), w_rows = room(weights, 2), w_tiles = room(weights, 2), counts = room(weights, 1);
  h_data = room((size_t)batch * hidden_wide, 1), h_model = room((size_t)batch * hidden_wide, 1);
  sums = room(batch, sizeof *sums), drafts = room((size_t)batch * TOGETHER + 1, sizeof *drafts);
  visible_bounds = room(hidden + 2, sizeof *visible_bounds), hidden_bounds = room(visible + 2, sizeof *hidden_bounds);
  v_bits = room((size_t)batch * tiles, 8), h_bits = room((size_t)batch * blocks, 8);
  data_units = lists_of(tiles), chain_hidden = lists_of(blocks), chain_units = lists_of(tiles);
  data_touched = room(tiles, 8), chain_touched = room(tiles, 8);
  for (int b = 0; b < batch; b++) {
    for (int i = 0; i <= visible; i++) {
      if (i == visible || rows[(size_t)b * visible + i]) v_bits[b * tiles + i / TILE] |= 1ull << i % TILE;
    }
    for (int t = 0; t < tiles; t++) data_touched[t] |= v_bits[b * tiles + t];
  }
  list_all(&data_units, v_bits);
}

static void add_state(double share) {
  for (int n = 0; n < chain_units.starts[batch * (tiles + 1) - 1]; n++) {
    int i = chain_units.units[n] / TILE;
    if (i < visible) mean[i] += share / batch;
  }
}

static float weight(int i, int j) { return w[(size_t)i * hidden_wide + j]; }
static float visible_bias(int i) { return weight(i, hidden); }
static float hidden_bias(int j) { return weight(visible, j); }
