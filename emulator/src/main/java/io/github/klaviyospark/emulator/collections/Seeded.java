package io.github.klaviyospark.emulator.collections;

import java.util.List;
import java.util.Optional;

/** Resources that are there from the start, made when they are asked for. */
public interface Seeded {
    /** None. */
    Seeded NOTHING = new Seeded() {
        @Override
        public Run by(Order order) {
            return Run.of(List.of());
        }

        @Override
        public Optional<Resource> find(String id) {
            return Optional.empty();
        }
    };

    Run by(Order order);

    Optional<Resource> find(String id);

    /** Resources in an order, by position. */
    interface Run {
        int size();

        Resource at(int position);

        static Run of(List<? extends Resource> resources) {
            return new Run() {
                @Override
                public int size() {
                    return resources.size();
                }

                @Override
                public Resource at(int position) {
                    return resources.get(position);
                }
            };
        }
    }
}
