/* What the two programs in C share: machine and batch, read from a file, and the line protocol of bench/protocol.ts.
 *
 * A program includes this, defines the functions declared here, and has no `main` of its own. It is one translation unit, so
 * the compiler sees everything.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int visible, hidden, batch;
static float *w_loaded, *bv_loaded, *bh_loaded; /* [visible][hidden], [visible], [hidden]: as in the file */
static uint8_t *rows;                           /* [batch][visible]: the data */
static double *mean;                            /* [visible] */

/* What the program defines. */
static void prepare(void);                      /* makes room for a machine just loaded */
static void reset(void);                        /* parameters and random numbers as at first, chains at the data */
static void restart(void);                      /* chains at the data */
static void cd1(float rate);
static void gibbs(void);
static void add_state(double share);            /* adds the chains' visible units to `mean` */
static float weight(int i, int j);
static float visible_bias(int i);
static float hidden_bias(int j);

/* Zeros, at an address that vectors of 64 bytes need. A process loads a handful of machines in its life: the old ones are left
 * where they are. */
static void *room(size_t count, size_t size) {
  size_t bytes = (count * size + 63) / 64 * 64 + 64;
  void *p = aligned_alloc(64, bytes);
  if (p == NULL) exit(1);
  memset(p, 0, bytes);
  return p;
}

static FILE *opened(const char *path, const char *mode) {
  FILE *file = fopen(path, mode);
  if (file != NULL) return file;
  printf("error cannot open the file\n");
  exit(1);
}

static void need(size_t got, size_t expected) {
  if (got == expected) return;
  printf("error the file is too short\n");
  exit(1);
}

static void load(const char *path) {
  FILE *file = opened(path, "rb");
  uint32_t head[3];
  need(fread(head, 4, 3, file), 3);
  visible = head[0], hidden = head[1], batch = head[2];
  size_t weights = (size_t)visible * hidden, cells = (size_t)batch * visible;
  w_loaded = room(weights, 4), bv_loaded = room(visible, 4), bh_loaded = room(hidden, 4);
  rows = room(cells, 1), mean = room(visible, 8);
  need(fread(w_loaded, 4, weights, file), weights);
  need(fread(bv_loaded, 4, visible, file), visible);
  need(fread(bh_loaded, 4, hidden, file), hidden);
  need(fread(rows, 1, cells, file), cells);
  fclose(file);
  prepare();
  reset();
}

static void put(FILE *file, float value) { fwrite(&value, 4, 1, file); }

static void dump(const char *path) {
  FILE *file = opened(path, "wb");
  for (int i = 0; i < visible; i++) {
    for (int j = 0; j < hidden; j++) put(file, weight(i, j));
  }
  for (int i = 0; i < visible; i++) put(file, visible_bias(i));
  for (int j = 0; j < hidden; j++) put(file, hidden_bias(j));
  for (int i = 0; i < visible; i++) put(file, (float)mean[i]);
  fclose(file);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
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
