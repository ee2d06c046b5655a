package io.github.klaviyospark.emulator;

final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println(args.length);
    }
}
