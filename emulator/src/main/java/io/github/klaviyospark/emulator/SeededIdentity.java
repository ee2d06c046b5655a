package io.github.klaviyospark.emulator;

import java.util.Locale;

/** Names and identifiers of seeded profiles; every profile has at least one identifier, and no two have the same. */
final class SeededIdentity {
    /** As people write them, and as they stand in addresses. */
    private static final String[][] FIRST = split(
            "Ada|ada",
            "Zoë|zoe",
            "José|jose",
            "Siân|sian",
            "Łukasz|lukasz",
            "Søren|soren",
            "François|francois",
            "Đặng|dang",
            "İpek|ipek",
            "Иван|ivan",
            "Οδυσσέας|odysseas",
            "محمد|mohammed",
            "שרה|sarah",
            "さくら|sakura",
            "伟|wei",
            "김서연|seoyeon",
            "अनिल|anil",
            "D'Arcy|darcy",
            "Jean-Luc|jeanluc",
            "Mary Ann|maryann",
            "Grace|grace",
            "Linus|linus",
            "Noor|noor",
            "Xóchitl|xochitl",
            "J.|j");

    private static final String[][] LAST = split(
            "Lovelace|lovelace",
            "O'Brien|obrien",
            "Müller|mueller",
            "Nuñez|nunez",
            "D’Angelo|dangelo",
            "Ó Súilleabháin|osuilleabhain",
            "van der Berg|vanderberg",
            "Ångström|angstrom",
            "Nguyễn|nguyen",
            "Петров|petrov",
            "Παπαδόπουλος|papadopoulos",
            "الحسن|alhassan",
            "כהן|cohen",
            "山田|yamada",
            "李|li",
            "박|park",
            "शर्मा|sharma",
            "Smith-Jones|smithjones",
            "Öztürk|ozturk",
            "Şahin|sahin",
            "𠮷野|yoshino",
            "Kowalczyk|kowalczyk",
            "Garcia|garcia",
            "Hopper|hopper",
            "Ng|ng");

    private static final String[] HOSTS = {
        "mail.example.net", "shop.example.net", "post.example.net", "uni-west.example.net", "a.b.example.net"
    };
    private static final String[] DIALS = {"+1555", "+44770", "+4915", "+33639", "+81902", "+55119"};
    private static final char[] KX = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray();

    private final SeededProfiles profiles;

    SeededIdentity(SeededProfiles profiles) {
        this.profiles = profiles;
    }

    /** Null for a few. */
    String firstName(int rank) {
        String[] name = FIRST[name(rank, false)];
        return profiles.dice(rank, Dice.Topic.ATTRIBUTES).chance(8) ? null : name[0];
    }

    String lastName(int rank) {
        String[] name = LAST[name(rank, true)];
        return profiles.dice(rank, Dice.Topic.ATTRIBUTES).chance(16) ? null : name[0];
    }

    private int name(int rank, boolean last) {
        Dice dice = profiles.dice(rank, Dice.Topic.NAME);
        int first = dice.below(FIRST.length);
        return last ? dice.below(LAST.length) : first;
    }

    /** What {@link #email} throws first: below 4 there is none but a phone number, below 6 none but an external id. */
    private int kind(Dice dice) {
        return dice.below(100);
    }

    String email(int rank) {
        Dice dice = profiles.dice(rank, Dice.Topic.EMAIL);
        int kind = kind(dice);
        if (kind < 6) {
            return null;
        }
        String local = FIRST[name(rank, false)][1] + "." + LAST[name(rank, true)][1] + "." + Integer.toString(rank, 36);
        String host = dice.pick(HOSTS);
        if (kind < 10) {
            return Character.toUpperCase(local.charAt(0))
                    + local.substring(1, 4).toUpperCase(Locale.ROOT) + local.substring(4) + "@"
                    + host.substring(0, 1).toUpperCase(Locale.ROOT) + host.substring(1);
        }
        return local + (kind < 15 ? "+news@" : kind < 17 ? "+a.b_c@" : "@") + host;
    }

    String phoneNumber(int rank) {
        int kind = kind(profiles.dice(rank, Dice.Topic.EMAIL));
        Dice dice = profiles.dice(rank, Dice.Topic.PHONE);
        int has = dice.below(100);
        if (kind == 4 || kind == 5 || (kind >= 6 && has >= 40)) {
            return null;
        }
        String dial = dice.pick(DIALS);
        String number = Integer.toString(10_000_000 + rank).substring(1);
        return switch (dice.below(100)) {
            case 0 -> "0" + dial.substring(3) + " " + number.substring(0, 3) + " " + number.substring(3);
            case 1 -> "(" + dial.substring(1) + ") " + number.substring(0, 3) + "-" + number.substring(3);
            case 2 -> "00" + dial.substring(1) + "-" + number;
            default -> dial + number;
        };
    }

    String externalId(int rank) {
        int kind = kind(profiles.dice(rank, Dice.Topic.EMAIL));
        Dice dice = profiles.dice(rank, Dice.Topic.EXTERNAL_ID);
        boolean has = dice.chance(50);
        if (!has && kind != 4 && kind != 5) {
            return null;
        }
        return switch (dice.below(30)) {
            case 0 -> "CRM\\" + rank + "\\eu";
            case 1 -> "O'Neil & \"Sons\" (" + rank + ")";
            case 2 -> rank + ",a,b";
            case 3 -> "100%+" + rank;
            case 4 -> "shop=7&customer=" + rank;
            case 5 -> "Kunde Nr. " + rank + " / Süd";
            case 6 -> "[\"" + rank + "\"]";
            case 7 -> "equals(id,'" + rank + "')";
            case 8 -> rank + "%2C%20";
            case 9 -> "顧客-" + rank;
            default -> "cust-" + (100_000 + rank);
        };
    }

    /** Only web visitors have one. */
    String kx(int rank) {
        Dice dice = profiles.dice(rank, Dice.Topic.KX);
        return dice.chance(70) ? dice.text(KX, 22) + Integer.toString(rank, 36) + ".Xk9Pqr" : null;
    }

    private static String[][] split(String... pairs) {
        String[][] names = new String[pairs.length][];
        for (int i = 0; i < pairs.length; i++) {
            names[i] = pairs[i].split("\\|", -1);
        }
        return names;
    }
}
