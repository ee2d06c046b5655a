package io.github.klaviyospark.emulator;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that {@code fields[...]} knows for profiles and what belongs to them, as in the OpenAPI document. */
final class ProfileFields {
    static final String SUBSCRIPTIONS = "subscriptions";
    static final String PREDICTIVE_ANALYTICS = "predictive_analytics";

    static final Set<String> PROFILE =
            names("""
            created email external_id first_name id image last_event_date last_name locale location
            location.address1 location.address2 location.city location.country location.ip location.latitude
            location.longitude location.region location.timezone location.zip
            organization phone_number properties title updated
            predictive_analytics
            predictive_analytics.average_days_between_orders predictive_analytics.average_order_value
            predictive_analytics.churn_probability predictive_analytics.expected_date_of_next_order
            predictive_analytics.historic_clv predictive_analytics.historic_number_of_orders
            predictive_analytics.predicted_clv predictive_analytics.predicted_number_of_orders
            predictive_analytics.ranked_channel_affinity predictive_analytics.total_clv
            subscriptions subscriptions.email subscriptions.email.marketing
            subscriptions.email.marketing.can_receive_email_marketing subscriptions.email.marketing.consent
            subscriptions.email.marketing.consent_timestamp subscriptions.email.marketing.custom_method_detail
            subscriptions.email.marketing.double_optin subscriptions.email.marketing.last_updated
            subscriptions.email.marketing.list_suppressions subscriptions.email.marketing.method
            subscriptions.email.marketing.method_detail subscriptions.email.marketing.suppression
            subscriptions.email.open_tracking subscriptions.email.open_tracking.can_receive
            subscriptions.email.open_tracking.consent subscriptions.email.open_tracking.consent_timestamp
            subscriptions.email.open_tracking.created_timestamp subscriptions.email.open_tracking.last_updated
            subscriptions.email.open_tracking.metadata subscriptions.email.open_tracking.valid_until
            subscriptions.mobile_push subscriptions.mobile_push.marketing
            subscriptions.mobile_push.marketing.can_receive_push_marketing
            subscriptions.mobile_push.marketing.consent subscriptions.mobile_push.marketing.consent_timestamp
            subscriptions.sms subscriptions.sms.marketing subscriptions.sms.marketing.can_receive_sms_marketing
            subscriptions.sms.marketing.consent subscriptions.sms.marketing.consent_timestamp
            subscriptions.sms.marketing.last_updated subscriptions.sms.marketing.method
            subscriptions.sms.marketing.method_detail
            subscriptions.sms.transactional subscriptions.sms.transactional.can_receive_sms_transactional
            subscriptions.sms.transactional.consent subscriptions.sms.transactional.consent_timestamp
            subscriptions.sms.transactional.last_updated subscriptions.sms.transactional.method
            subscriptions.sms.transactional.method_detail
            subscriptions.whatsapp
            """ + whatsapp("conversational") + whatsapp("marketing") + whatsapp("transactional"));

    /** Those of a profile that another resource includes. */
    static final Set<String> INCLUDED = PROFILE.stream()
            .filter(name -> !name.startsWith(SUBSCRIPTIONS) && !name.startsWith(PREDICTIVE_ANALYTICS))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    static final Set<String> PUSH_TOKEN = names("""
            background created enablement_status id metadata metadata.app_build metadata.app_id metadata.app_name
            metadata.app_version metadata.device_id metadata.device_model metadata.environment metadata.klaviyo_sdk
            metadata.manufacturer metadata.os_name metadata.os_version metadata.sdk_version platform recorded_date
            token vendor
            """);

    static final Set<String> CONVERSATION = names("channel id");

    private ProfileFields() {}

    /** The whole tree of names, in which only what has no names below it stands for all that it holds. */
    static Selection tree(Set<String> names) {
        return Selection.of(names.stream()
                .filter(name -> !name.equals("id") && names.stream().noneMatch(other -> other.startsWith(name + ".")))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private static String whatsapp(String kind) {
        String path = " subscriptions.whatsapp." + kind;
        return Arrays.stream(
                        ("can_receive consent consent_timestamp created_timestamp last_updated metadata phone_number"
                                        + " valid_until")
                                .split(" ", -1))
                .map(name -> path + "." + name)
                .collect(Collectors.joining("", path, ""));
    }

    private static Set<String> names(String text) {
        return new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s+", -1)));
    }
}
