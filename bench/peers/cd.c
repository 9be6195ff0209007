/* One CD-1 step and one Gibbs step in plain C, for `cc -O3 -march=native -ffast-math`, behind the line protocol of
 * bench/protocol.ts.
 *
 * The batch lies across the vector lanes: for each visible unit one loop over the hidden units adds weight times a row of
 * `batch` floats, another squashes and draws. It is dense where vectors make that cheapest (hidden to visible) and sparse
 * where little is on (visible to hidden, and the gradient): a visible unit that fires adds its weights' row, which is still
 * in the cache, to the sums of its example.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LANES 16

/* Rows of `batch` and of `hidden` floats are padded with zeros to whole vectors. */
static int visible, hidden, batch, hidden_wide, batch_wide;
static float *w, *bv, *bh;             /* [visible][hidden_wide], [visible], [hidden_wide] */
static float *w_loaded, *bv_loaded, *bh_loaded;
static uint8_t *rows;                  /* [batch][visible]: the data */
static int *data_starts, *data_units;  /* the data's active units, example after example */
static int *state_starts, *state_units;/* the chains' */
static float *sums;                    /* [batch][hidden_wide]: the inputs of hidden units */
static float *h_data, *h_model;        /* [batch][hidden_wide], 0 or 1 */
static float *h_lanes;                 /* [hidden][batch_wide]: the chain's hidden units, the batch across lanes */
static float *dw, *dbv, *dbh;
static double *mean;
static int *pairs_unit, *pairs_row;    /* the reconstruction's active (unit, example), unit after unit */
static int pairs;

static void *room(size_t count, size_t size) {
  size_t bytes = (count * size + 63) / 64 * 64 + 64;
  void *p = aligned_alloc(64, bytes);
  if (p == NULL) exit(1);
  memset(p, 0, bytes);
  return p;
}

/* One xorshift32 generator a lane: it needs only shifts and exclusive ors, which every vector unit has. */
static uint32_t lanes[LANES];

static void seed_lanes(void) {
  uint64_t x = 1;
  for (int n = 0; n < LANES; n++) {
    x += 0x9e3779b97f4a7c15ull;
    uint64_t z = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    lanes[n] = (uint32_t)(z >> 32) | 1;
  }
}

/* out[n] = 1 where u < sigmoid(a[n]), for n a multiple of LANES. */
static void sample(float *restrict out, const float *restrict a, int count) {
  for (int at = 0; at < count; at += LANES) {
    for (int n = 0; n < LANES; n++) {
      uint32_t x = lanes[n];
      x ^= x << 13;
      x ^= x >> 17;
      x ^= x << 5;
      lanes[n] = x;
      /* 24 bits, as a float has. */
      float u = (float)(int32_t)(x >> 8) * 0x1p-24f;
      /* u < 1 / (1 + e^-a) without the division. */
      out[at + n] = u * (1.0f + expf(-a[at + n])) < 1.0f ? 1.0f : 0.0f;
    }
  }
}

static void add_row(float *restrict to, const float *restrict from, int count) {
  for (int j = 0; j < count; j++) to[j] += from[j];
}

static void subtract_row(float *restrict to, const float *restrict from, int count) {
  for (int j = 0; j < count; j++) to[j] -= from[j];
}

/* sums = bh + V W for V given as lists of active units. */
static void hidden_inputs(const int *starts, const int *units) {
  for (int b = 0; b < batch; b++) {
    float *to = sums + (size_t)b * hidden_wide;
    memcpy(to, bh, sizeof(float) * hidden_wide);
    for (int n = starts[b]; n < starts[b + 1]; n++) add_row(to, w + (size_t)units[n] * hidden_wide, hidden_wide);
  }
}

/* Samples the hidden layer from `sums`, with the batch across the lanes. */
static void sample_to_lanes(void) {
  static float *drawn = NULL;
  static int drawn_size = 0;
  int size = batch * hidden_wide;
  if (drawn_size < size) {
    free(drawn);
    drawn = room(size, sizeof(float));
    drawn_size = size;
  }
  sample(drawn, sums, size);
  for (int b = 0; b < batch; b++) {
    for (int j = 0; j < hidden; j++) h_lanes[(size_t)j * batch_wide + b] = drawn[(size_t)b * hidden_wide + j];
  }
}

/* a[0..wide) = bv[i] + Σ_j w[i][j] h[j][0..wide), with up to 128 lanes of the batch in registers. */
static void visible_inputs(float *restrict a, int i, int from, int wide) {
  const float *restrict weights = w + (size_t)i * hidden_wide;
  const float *restrict h = h_lanes + from;
  if (wide == 112) {
    float sum[112];
    for (int b = 0; b < 112; b++) sum[b] = bv[i];
    for (int j = 0; j < hidden; j++) {
      float weight = weights[j];
      const float *restrict row = h + (size_t)j * batch_wide;
      for (int b = 0; b < 112; b++) sum[b] += weight * row[b];
    }
    memcpy(a, sum, sizeof sum);
    return;
  }
  for (int at = 0; at < wide; at += LANES) {
    float sum[LANES];
    for (int b = 0; b < LANES; b++) sum[b] = bv[i];
    for (int j = 0; j < hidden; j++) {
      const float *restrict row = h + (size_t)j * batch_wide + at;
      for (int b = 0; b < LANES; b++) sum[b] += weights[j] * row[b];
    }
    memcpy(a + at, sum, sizeof sum);
  }
}

/* Samples the visible layer from `h_lanes` into `pairs`, and adds up the hidden inputs of what it drew in `sums`. */
static void sample_visible(void) {
  static float *a = NULL, *v = NULL;
  static int size = 0;
  if (size < batch_wide) {
    free(a);
    free(v);
    a = room(batch_wide, sizeof(float));
    v = room(batch_wide, sizeof(float));
    size = batch_wide;
  }
  for (int b = 0; b < batch; b++) memcpy(sums + (size_t)b * hidden_wide, bh, sizeof(float) * hidden_wide);
  pairs = 0;
  for (int i = 0; i < visible; i++) {
    visible_inputs(a, i, 0, batch_wide);
    sample(v, a, batch_wide);
    /* Two floats at a time: most pairs are two zeros. */
    for (int b = 0; b < batch; b += 2) {
      uint64_t two;
      memcpy(&two, v + b, 8);
      if (two == 0) continue;
      for (int n = b; n < b + 2 && n < batch; n++) {
        if (v[n] == 0) continue;
        add_row(sums + (size_t)n * hidden_wide, w + (size_t)i * hidden_wide, hidden_wide);
        pairs_unit[pairs] = i;
        pairs_row[pairs++] = n;
      }
    }
  }
}

/* From pairs, unit after unit, to lists, example after example. */
static void pairs_to_state(void) {
  memset(state_starts, 0, sizeof(int) * (batch + 1));
  for (int n = 0; n < pairs; n++) state_starts[pairs_row[n] + 1]++;
  for (int b = 0; b < batch; b++) state_starts[b + 1] += state_starts[b];
  static int *next = NULL;
  next = realloc(next, sizeof(int) * (batch + 1));
  memcpy(next, state_starts, sizeof(int) * (batch + 1));
  for (int n = 0; n < pairs; n++) state_units[next[pairs_row[n]]++] = pairs_unit[n];
}

static void cd1(float rate) {
  int wide = hidden_wide;
  hidden_inputs(data_starts, data_units);
  sample(h_data, sums, batch * wide);
  sample_to_lanes();
  sample_visible();
  sample(h_model, sums, batch * wide);

  for (int b = 0; b < batch; b++) {
    add_row(dbh, h_data + (size_t)b * wide, wide);
    subtract_row(dbh, h_model + (size_t)b * wide, wide);
    for (int n = data_starts[b]; n < data_starts[b + 1]; n++) {
      add_row(dw + (size_t)data_units[n] * wide, h_data + (size_t)b * wide, wide);
      dbv[data_units[n]] += 1;
    }
  }
  for (int n = 0; n < pairs; n++) {
    subtract_row(dw + (size_t)pairs_unit[n] * wide, h_model + (size_t)pairs_row[n] * wide, wide);
    dbv[pairs_unit[n]] -= 1;
  }

  float scale = rate / batch;
  size_t all = (size_t)visible * wide;
  for (size_t n = 0; n < all; n++) {
    w[n] += scale * dw[n];
    dw[n] = 0;
  }
  for (int i = 0; i < visible; i++) {
    bv[i] += scale * dbv[i];
    dbv[i] = 0;
  }
  for (int j = 0; j < hidden; j++) bh[j] += scale * dbh[j];
  memset(dbh, 0, sizeof(float) * wide);
}

static void gibbs(void) {
  hidden_inputs(state_starts, state_units);
  sample_to_lanes();
  sample_visible();
  pairs_to_state();
}

static void restart(void) {
  memcpy(state_starts, data_starts, sizeof(int) * (batch + 1));
  memcpy(state_units, data_units, sizeof(int) * data_starts[batch]);
}

static void reset(void) {
  memcpy(w, w_loaded, sizeof(float) * visible * hidden_wide);
  memcpy(bv, bv_loaded, sizeof(float) * visible);
  memcpy(bh, bh_loaded, sizeof(float) * hidden_wide);
  seed_lanes();
  restart();
}

static void need(size_t got, size_t expected) {
  if (got == expected) return;
  printf("error the file is too short\n");
  exit(1);
}

static void load(const char *path) {
  FILE *file = fopen(path, "rb");
  uint32_t head[3];
  if (file == NULL) {
    printf("error cannot open the file\n");
    exit(1);
  }
  need(fread(head, 4, 3, file), 3);
  visible = head[0], hidden = head[1], batch = head[2];
  hidden_wide = (hidden + LANES - 1) / LANES * LANES;
  batch_wide = (batch + LANES - 1) / LANES * LANES;
  /* A process loads a handful of machines in its life: the old ones are left where they are. */
  w = room((size_t)visible * hidden_wide, 4), w_loaded = room((size_t)visible * hidden_wide, 4);
  dw = room((size_t)visible * hidden_wide, 4);
  bv = room(visible, 4), bv_loaded = room(visible, 4), dbv = room(visible, 4);
  bh = room(hidden_wide, 4), bh_loaded = room(hidden_wide, 4), dbh = room(hidden_wide, 4);
  for (int i = 0; i < visible; i++) need(fread(w_loaded + (size_t)i * hidden_wide, 4, hidden, file), hidden);
  need(fread(bv_loaded, 4, visible, file), visible);
  need(fread(bh_loaded, 4, hidden, file), hidden);
  rows = room((size_t)batch * visible, 1);
  need(fread(rows, 1, (size_t)batch * visible, file), (size_t)batch * visible);
  fclose(file);

  size_t cells = (size_t)batch * visible;
  data_starts = room(batch + 1, 4), data_units = room(cells, 4);
  state_starts = room(batch + 1, 4), state_units = room(cells, 4);
  pairs_unit = room(cells, 4), pairs_row = room(cells, 4);
  sums = room((size_t)batch * hidden_wide, 4);
  h_data = room((size_t)batch * hidden_wide, 4), h_model = room((size_t)batch * hidden_wide, 4);
  h_lanes = room((size_t)hidden * batch_wide, 4);
  mean = room(visible, 8);
  int at = 0;
  for (int b = 0; b < batch; b++) {
    data_starts[b] = at;
    for (int i = 0; i < visible; i++) {
      if (rows[(size_t)b * visible + i]) data_units[at++] = i;
    }
  }
  data_starts[batch] = at;
  reset();
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static void add_state(double share) {
  for (int n = 0; n < state_starts[batch]; n++) mean[state_units[n]] += share / batch;
}

static void dump(const char *path) {
  FILE *file = fopen(path, "wb");
  if (file == NULL) {
    printf("error cannot open the file\n");
    exit(1);
  }
  for (int i = 0; i < visible; i++) fwrite(w + (size_t)i * hidden_wide, 4, hidden, file);
  fwrite(bv, 4, visible, file);
  fwrite(bh, 4, hidden, file);
  for (int i = 0; i < visible; i++) {
    float value = (float)mean[i];
    fwrite(&value, 4, 1, file);
  }
  fclose(file);
}

int main(void) {
  static char line[8192];
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
  printf("ready cc " __VERSION__ "\n");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin) != NULL) {
    int count;
    float rate;
    line[strcspn(line, "\n")] = 0;
    if (strncmp(line, "load ", 5) == 0) {
      load(line + 5);
      printf("ok\n");
    } else if (strcmp(line, "reset") == 0) {
      reset();
      printf("ok\n");
    } else if (sscanf(line, "cd1 %d %f", &count, &rate) == 2) {
      printf("ms");
      for (int n = 0; n < count; n++) {
        double before = now();
        cd1(rate);
        printf(" %.6f", now() - before);
      }
      printf("\n");
    } else if (sscanf(line, "gibbs %d", &count) == 1) {
      printf("ms");
      for (int n = 0; n < count; n++) {
        double before = now();
        gibbs();
        printf(" %.6f", now() - before);
      }
      printf("\n");
      memset(mean, 0, sizeof(double) * visible);
      add_state(1);
    } else if (sscanf(line, "check-cd1 %d %f", &count, &rate) == 2) {
      for (int n = 0; n < count; n++) cd1(rate);
      printf("ok\n");
    } else if (sscanf(line, "check-gibbs %d", &count) == 1) {
      memset(mean, 0, sizeof(double) * visible);
      for (int n = 0; n < count; n++) {
        restart();
        gibbs();
        add_state(1.0 / count);
      }
      printf("ok\n");
    } else if (strncmp(line, "dump ", 5) == 0) {
      dump(line + 5);
      printf("ok\n");
    } else {
      printf("error unknown request\n");
    }
    fflush(stdout);
  }
  return 0;
}
